module dev.loadtest/testbed/pause

go 1.26
