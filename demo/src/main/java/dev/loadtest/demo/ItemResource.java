package dev.loadtest.demo;

import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;

@Path("/items")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ItemResource {
    private static final String MISSING = "must be a JSON object with name and price";

    private final ItemRepository items;

    ItemResource(ItemRepository items) {
        this.items = items;
    }

    @GET
    public List<Item> list(
            @QueryParam("limit") @DefaultValue(Limit.DEFAULT) Limit limit,
            @QueryParam("prefix") @DefaultValue("") String prefix) {
        return items.first(limit, prefix);
    }

    @GET
    @Path("{id}")
    public Item get(@PathParam("id") long id) {
        return existing(id);
    }

    @POST
    @Transactional
    public Response create(@NotNull(message = MISSING) @Valid ItemDraft body) {
        var item = new Item();
        body.applyTo(item);
        items.persist(item);
        return Response.created(URI.create("/items/" + item.id)).entity(item).build();
    }

    @PUT
    @Path("{id}")
    @Transactional
    public Item replace(@PathParam("id") long id, @NotNull(message = MISSING) @Valid ItemDraft body) {
        var item = existing(id);
        body.applyTo(item);
        return item;
    }

    @DELETE
    @Path("{id}")
    @Transactional
    public void delete(@PathParam("id") long id) {
        if (!items.deleteById(id)) {
            throw missing(id);
        }
    }

    private Item existing(long id) {
        return items.findByIdOptional(id).orElseThrow(() -> missing(id));
    }

    private static NotFoundException missing(long id) {
        return new NotFoundException(Response.status(Response.Status.NOT_FOUND)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new Problem("id", "there is no item " + id))
                .build());
    }
}
