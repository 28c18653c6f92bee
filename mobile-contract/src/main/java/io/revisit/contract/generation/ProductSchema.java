package io.revisit.contract.generation;

import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.SchemaPrinter;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The product's SDL, put together from the files of all features. */
final class ProductSchema {
    private static final String FOLDER = "/graphql";
    private static final SchemaPrinter PRINTER = new SchemaPrinter(SchemaPrinter.Options.defaultOptions()
            .includeScalarTypes(true)
            .includeDirectiveDefinitions(true)
            .includeDirectives(true)
            .includeSchemaDefinition(false));

    private final GraphQLSchema schema;

    ProductSchema(String... sources) {
        TypeDefinitionRegistry registry = new TypeDefinitionRegistry();
        for (String source : sources) {
            registry.merge(new SchemaParser().parse(source));
        }
        schema = UnExecutableSchemaGenerator.makeUnExecutableSchema(registry);
    }

    static ProductSchema read() throws IOException {
        URI folder = uri();
        if (folder.getScheme().equals("jar")) {
            try (FileSystem jar = FileSystems.newFileSystem(folder, Map.of())) {
                return read(jar.getPath(FOLDER));
            }
        }
        return read(Path.of(folder));
    }

    GraphQLSchema schema() {
        return schema;
    }

    /** As one file. */
    String sdl() {
        return PRINTER.print(schema);
    }

    private static ProductSchema read(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".graphqls"))
                    .sorted()
                    .toList();
        }
        String[] sources = new String[files.size()];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = Files.readString(files.get(i));
        }
        return new ProductSchema(sources);
    }

    /** A folder of that name may stand in other libraries too, so the way leads over a file that only ours has. */
    private static URI uri() {
        try {
            URI file = Objects.requireNonNull(ProductSchema.class.getResource(FOLDER + "/common.graphqls"))
                    .toURI();
            String text = file.toString();
            return URI.create(text.substring(0, text.lastIndexOf('/')));
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
