package dev.lifeguard.server.liberty;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;

/**
 * The file among the server's configuration that is ours: settings of connection managers, which the server puts over those that its
 * administrator has written. Nothing gets into it but numbers and the ids of connection managers.
 */
final class Overrides {

    /** What the server would not expand, or take for something else. */
    private static final Pattern ID = Pattern.compile("\\w[\\w./-]{0,199}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}s?");
    private static final String CONNECTION_MANAGER = "connectionManager";
    private static final Set<String> ATTRIBUTES = Set.of("minPoolSize", "maxPoolSize", "connectionTimeout", "maxIdleTime", "reapTime");

    private final Path file;

    /** @param serverDirectory the server's own */
    Overrides(Path serverDirectory) {
        // Among several files the last one in alphabetical order counts.
        this.file = serverDirectory.resolve("configDropins").resolve("overrides").resolve("lifeguard-pools.xml");
    }

    Path file() {
        return file;
    }

    /** Whether settings of a connection manager of this id can be written. */
    static boolean takes(String id) {
        return ID.matcher(id).matches();
    }

    /** The bytes of the file; empty if there is none. */
    Optional<byte[]> read() throws IOException {
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    /**
     * The content with these settings put over those that it has.
     *
     * @param content of the file; empty if there is none
     * @param id of a connection manager, one that {@link #takes} says
     * @param settings by their names in the configuration
     * @throws IOException if the content is not of our making
     */
    static byte[] with(Optional<byte[]> content, String id, Map<String, String> settings) throws IOException {
        try {
            Map<String, Map<String, String>> managers = content.isPresent() ? parse(content.get()) : new TreeMap<>();
            managers.computeIfAbsent(requireKnown(ID, id), key -> new TreeMap<>()).putAll(settings);
            return format(managers);
        } catch (XMLStreamException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Replaces the file as a whole: who reads it, and who finds it after a crash, sees the one or the other. Removes it for empty. */
    void replace(Optional<byte[]> content) throws IOException {
        if (content.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        Files.createDirectories(file.getParent());
        // The server reads every file here whose name ends as that of ours.
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try (OutputStream out = Files.newOutputStream(next)) {
            out.write(content.get());
        }
        try (FileChannel written = FileChannel.open(next, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Map<String, Map<String, String>> parse(byte[] content) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(content));
        Map<String, Map<String, String>> managers = new TreeMap<>();
        try {
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamReader.START_ELEMENT && reader.getLocalName().equals(CONNECTION_MANAGER)) {
                    Map<String, String> settings = new TreeMap<>();
                    for (String name : ATTRIBUTES) {
                        String value = reader.getAttributeValue(null, name);
                        if (value != null) {
                            settings.put(name, value);
                        }
                    }
                    managers.put(requireKnown(ID, Objects.requireNonNullElse(reader.getAttributeValue(null, "id"), "")), settings);
                }
            }
            return managers;
        } finally {
            reader.close();
        }
    }

    private static byte[] format(Map<String, Map<String, String>> managers) throws XMLStreamException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        XMLStreamWriter writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
        writer.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
        writer.writeCharacters("\n");
        writer.writeComment(" Written and replaced by Lifeguard: settings that an operator had it keep. ");
        writer.writeCharacters("\n");
        writer.writeStartElement("server");
        for (var manager : managers.entrySet()) {
            writer.writeCharacters("\n  ");
            writer.writeEmptyElement(CONNECTION_MANAGER);
            writer.writeAttribute("id", manager.getKey());
            for (var setting : manager.getValue().entrySet()) {
                writer.writeAttribute(setting.getKey(), requireKnown(NUMBER, setting.getValue()));
            }
        }
        writer.writeCharacters("\n");
        writer.writeEndDocument();
        writer.close();
        return bytes.toByteArray();
    }

    private static String requireKnown(Pattern form, String value) throws XMLStreamException {
        if (!form.matcher(value).matches()) {
            throw new XMLStreamException("'" + value + "' is not of the form " + form);
        }
        return value;
    }
}
