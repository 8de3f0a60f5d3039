package io.claviger.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** docs/configuration.md is generated from the Javadoc of {@link ClavigerConfig}; {@code -Ddocs.update} writes it. */
final class ConfigurationDocTest {
    private static final Path SOURCE = Path.of("src/main/java/io/claviger/config/ClavigerConfig.java");
    private static final Path DOCUMENT = Path.of("docs/configuration.md");

    @Test
    void documentFollowsTheJavadoc() throws IOException {
        String generated = new Generator().generate();

        if (System.getProperty("docs.update") != null) {
            Files.writeString(DOCUMENT, generated);
        }

        assertThat(DOCUMENT)
                .as("run ./mvnw test -Dtest=ConfigurationDocTest -Ddocs.update to write it anew")
                .hasContent(generated);
    }

    private static final class Generator {
        private final StringBuilder out = new StringBuilder("""
                # Configuration

                Generated from the Javadoc of `ClavigerConfig`. Settings come from system properties (`-Dclaviger.data-dir=…`),
                environment variables (`CLAVIGER_DATA_DIR`) or the file `config/application.properties` in the working
                directory, in this order. Beside them, those of Quarkus hold, above all `quarkus.datasource.jdbc.url` (or
                `quarkus.datasource.reactive.url`), `quarkus.datasource.username` and `quarkus.datasource.password` for a
                PostgreSQL of your own, and `quarkus.http.host`, `quarkus.http.port` and `quarkus.tls.*`.

                | setting | default | meaning |
                |---|---|---|
                """);
        private final Map<String, ClassTree> groups = new HashMap<>();
        private final Map<ClassTree, TreePath> paths = new HashMap<>();

        String generate() throws IOException {
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
                JavacTask task = (JavacTask) compiler.getTask(
                        null, files, null, List.of("-proc:none"), null, files.getJavaFileObjects(SOURCE));
                DocTrees docs = DocTrees.instance(task);
                CompilationUnitTree unit = task.parse().iterator().next();
                new TreePathScanner<Void, Void>() {
                    @Override
                    public Void visitClass(ClassTree tree, Void nothing) {
                        groups.put(tree.getSimpleName().toString(), tree);
                        paths.put(tree, getCurrentPath());
                        return super.visitClass(tree, null);
                    }
                }.scan(unit, null);
                write(docs, groups.get("ClavigerConfig"), "claviger");
            }
            return out.toString();
        }

        private void write(DocTrees docs, ClassTree group, String prefix) {
            for (var member : group.getMembers()) {
                if (member instanceof MethodTree method) {
                    String name = prefix + "." + kebab(method.getName().toString());
                    ClassTree nested = groups.get(method.getReturnType().toString());
                    if (nested == null) {
                        row(docs, group, method, name);
                    } else {
                        write(docs, nested, name);
                    }
                }
            }
        }

        private void row(DocTrees docs, ClassTree group, MethodTree method, String name) {
            String comment = docs.getDocComment(new TreePath(paths.get(group), method));
            assertThat(comment).as("Javadoc of " + name).isNotBlank();
            String text = comment.strip().replaceAll("\\s+", " ").replaceAll("\\{@code ([^}]*)}", "`$1`");
            out.append("| `%s` | %s | %s |\n"
                    .formatted(
                            name,
                            fallback(method).map(value -> "`" + value + "`").orElse(""),
                            text));
        }

        private static Optional<String> fallback(MethodTree method) {
            return method.getModifiers().getAnnotations().stream()
                    .filter(annotation ->
                            annotation.getAnnotationType().toString().equals("WithDefault"))
                    .findFirst()
                    .map(AnnotationTree::getArguments)
                    .map(arguments -> value(arguments.getFirst()));
        }

        private static String value(ExpressionTree argument) {
            ExpressionTree value =
                    argument instanceof AssignmentTree assignment ? assignment.getExpression() : argument;
            return String.valueOf(((LiteralTree) value).getValue());
        }

        private static String kebab(String name) {
            return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        }
    }
}
