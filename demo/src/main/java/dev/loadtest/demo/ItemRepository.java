package dev.loadtest.demo;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

@ApplicationScoped
public class ItemRepository implements PanacheRepository<Item> {

    List<Item> first(Limit limit) {
        return findAll(Sort.by("id")).page(0, limit.value()).list();
    }
}
