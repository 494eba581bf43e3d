package dev.loadtest.api.crd;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;

/** YAML for people: a schema's description comes first and its rules last, long texts are folded, and nothing is quoted in vain. */
final class ReadableYaml {

    private static final int WIDTH = 120;
    // kubectl reads YAML 1.1, in which these are no texts.
    private static final Pattern NO_TEXT_TO_KUBECTL =
            Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null|[-+.]?[0-9][-+.:_0-9a-fox]*");
    private static final List<String> FIRST =
            List.of("name", "description", "type", "rule", "default", "enum", "jsonPath");
    private static final List<String> LAST =
            List.of("required", "items", "properties", "additionalProperties", "x-kubernetes-validations");
    private static final DumpSettings SETTINGS = DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setIndent(2)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .setWidth(WIDTH)
            .setSplitLines(true)
            .build();

    private ReadableYaml() {}

    static String of(ObjectNode tree) {
        return new Dump(SETTINGS, new Folding())
                .dumpToString(ordered(new ObjectMapper().convertValue(tree, Map.class), ""));
    }

    private static Object ordered(Object value, String parent) {
        if (value instanceof Map<?, ?> map) {
            var result = new LinkedHashMap<String, Object>();
            var keys = map.keySet().stream().map(String.class::cast);
            // Names of fields keep their order, the words of the schema get ours.
            (parent.equals("properties") ? keys : keys.sorted(Comparator.comparingInt(ReadableYaml::rank)))
                    .forEach(key -> result.put(key, ordered(map.get(key), parent.equals("properties") ? "" : key)));
            return result;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(entry -> ordered(entry, "")).toList();
        }
        return value;
    }

    private static int rank(String key) {
        if (FIRST.contains(key)) {
            return FIRST.indexOf(key) - FIRST.size();
        }
        return LAST.indexOf(key) + 1;
    }

    private static final class Folding extends StandardRepresenter {

        Folding() {
            super(SETTINGS);
        }

        @Override
        protected Node representScalar(Tag tag, String value, ScalarStyle style) {
            if (value.indexOf('\n') >= 0) {
                return super.representScalar(tag, value, ScalarStyle.LITERAL);
            }
            if (tag.equals(Tag.STR) && NO_TEXT_TO_KUBECTL.matcher(value).matches()) {
                return super.representScalar(tag, value, ScalarStyle.DOUBLE_QUOTED);
            }
            return super.representScalar(
                    tag, value, value.length() > WIDTH / 2 && value.contains(" ") ? ScalarStyle.FOLDED : style);
        }
    }
}
