package dev.loadtest.demo;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

@ApplicationScoped
public class ItemRepository implements PanacheRepository<Item> {

    /** By id, so that the same request gets the same answer; an empty prefix is every item's. */
    List<Item> first(Limit limit, String prefix) {
        return find("left(name, length(?1)) = ?1", Sort.by("id"), prefix)
                .page(0, limit.value())
                .list();
    }
}
