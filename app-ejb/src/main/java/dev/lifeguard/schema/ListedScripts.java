package dev.lifeguard.schema;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;

/**
 * Migrations by a list of their names, instead of a search of the class path: Open Liberty's class loaders find no directory inside a
 * jar, and Flyway would find no migration.
 */
final class ListedScripts implements ResourceProvider {

    private final List<LoadableResource> scripts;

    /**
     * @param owner a class whose package has the scripts in a package {@code migration} below it
     * @param names the scripts' file names
     */
    ListedScripts(Class<?> owner, List<String> names) {
        scripts = names.stream().<LoadableResource>map(name -> new Script(owner, name)).toList();
    }

    @Override
    public LoadableResource getResource(String name) {
        return scripts.stream().filter(script -> script.getFilename().equals(name)).findFirst().orElse(null);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return scripts.stream()
                .filter(script -> script.getFilename().startsWith(prefix))
                .filter(script -> Stream.of(suffixes).anyMatch(script.getFilename()::endsWith))
                .toList();
    }

    private static final class Script extends LoadableResource {

        private final Class<?> owner;
        private final String name;

        Script(Class<?> owner, String name) {
            this.owner = owner;
            this.name = name;
        }

        @Override
        public Reader read() {
            InputStream script = owner.getResourceAsStream("migration/" + name);
            if (script == null) {
                throw new IllegalStateException("There is no migration " + getAbsolutePath());
            }
            return new BufferedReader(new InputStreamReader(script, StandardCharsets.UTF_8));
        }

        @Override
        public String getAbsolutePath() {
            return owner.getPackageName().replace('.', '/') + "/migration/" + name;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return getAbsolutePath();
        }

        @Override
        public String getFilename() {
            return name;
        }

        @Override
        public String getRelativePath() {
            return name;
        }
    }
}
