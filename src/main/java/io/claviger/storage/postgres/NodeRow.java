package io.claviger.storage.postgres;

import io.claviger.storage.KeyringStorage.Node;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "node")
class NodeRow {
    @Id
    @Column(name = "id")
    String id;

    @Column(name = "last_seen")
    Instant lastSeen;

    @Column(name = "root_key_ids")
    String rootKeyIds;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    NodeRow() {}

    Node toNode() {
        return new Node(id, lastSeen, JsonText.toNames(rootKeyIds));
    }
}
