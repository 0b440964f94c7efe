package dev.lifeguard.drill;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** What a drill writes and reads: a title and lines, in two tables, so that reading it is the work of an ordinary entity. */
@Entity
@Table(schema = DrillSchema.NAME, name = "drill_entry")
public class DrillEntry {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    private String title;

    // Lazy, like most collections of most applications: who reads an entry says whether the lines come along.
    @ElementCollection
    @CollectionTable(schema = DrillSchema.NAME, name = "drill_entry_line", joinColumns = @JoinColumn(name = "entry_id"))
    @OrderColumn(name = "position")
    @Column(name = "line")
    private List<String> lines = new ArrayList<>();

    protected DrillEntry() {}

    DrillEntry(String title, List<String> lines) {
        this.title = Objects.requireNonNull(title, "title");
        this.lines = new ArrayList<>(lines);
    }

    /** The database's number for it. */
    public long id() {
        return id;
    }

    public String title() {
        return title;
    }

    public List<String> lines() {
        return Collections.unmodifiableList(lines);
    }
}
