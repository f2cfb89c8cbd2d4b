#include "tests/house/declared_names.hpp"

#include <optional>
#include <regex>

namespace serinus::test {
namespace {

/// The name that a statement declares, from the text in front of its first brace. nullopt: no name of interest.
std::optional<DeclaredName> declared_by(const std::string& statement) {
    static const std::regex alias(R"(^using (\w+) = ([^]*)$)");
    static const std::regex type(
        R"(^(?:template <[^]*> )?(?:struct|class|enum class|enum|union) (?:alignas\([^)]*\) )?(\w+)(?: final)?(?: :[^]*)?$)");
    static const std::regex constant(
        R"(^(?:inline )?(?:constexpr|constinit|const|thread_local|static)\b[^(]*?\b(\w+)(?:\[[^\]]*\])*(?: ?=[^]*)?$)");
    std::smatch match;
    if (std::regex_match(statement, match, alias)) return DeclaredName{"", match[1], match[2]};
    if (std::regex_match(statement, match, type)) return DeclaredName{"", match[1], ""};
    if (std::regex_match(statement, match, constant)) return DeclaredName{"", match[1], ""};
    return std::nullopt;
}

/// Without line breaks and other spaces than single ones; without preprocessor lines.
std::string flattened(std::string_view text) {
    std::string out;
    bool is_directive = false, is_line_start = true;
    for (const char c : text) {
        if (c == '\n') {
            is_directive = false;
            is_line_start = true;
        } else if (is_line_start && c == '#') {
            is_directive = true;
        } else if (c != ' ') {
            is_line_start = false;
        }
        if (is_directive) continue;
        if (c != ' ' && c != '\n') {
            out += c;
        } else if (!out.empty() && out.back() != ' ') {
            out += ' ';
        }
    }
    while (out.ends_with(' ')) out.pop_back();
    return out;
}

}  // namespace

std::vector<DeclaredName> names_of_anonymous_namespaces(std::string_view code) {
    static const std::regex opens_namespace(R"((?:^|.* )(?:inline )?namespace ?([\w:]*)$)");
    struct Block {
        bool is_namespace;
        std::string name;
    };
    std::vector<Block> blocks;
    std::vector<DeclaredName> found;
    std::string statement;
    bool is_expression = false;  // text behind a closed brace of an initializer
    const auto finish = [&] {
        bool is_anonymous = false;
        std::string scope;
        for (const Block& block : blocks) {
            if (!block.is_namespace) return;
            is_anonymous |= block.name.empty();
            if (!block.name.empty()) scope += (scope.empty() ? "" : "::") + block.name;
        }
        if (!is_anonymous || is_expression) return;
        if (auto name = declared_by(flattened(statement))) {
            name->scope = scope;
            found.push_back(*std::move(name));
        }
    };
    for (const char c : code) {
        if (c == '{') {
            std::smatch match;
            const std::string text = flattened(statement);
            const bool is_namespace = std::regex_match(text, match, opens_namespace);
            if (!is_namespace) finish();
            blocks.push_back({is_namespace, is_namespace ? match[1].str() : ""});
            statement.clear();
            is_expression = false;
        } else if (c == '}') {
            is_expression = !blocks.empty() && !blocks.back().is_namespace;
            if (!blocks.empty()) blocks.pop_back();
            statement.clear();
        } else if (c == ';') {
            finish();
            statement.clear();
            is_expression = false;
        } else {
            if (is_expression && c == '\n') is_expression = false;  // a function's body ended
            statement += c;
        }
    }
    return found;
}

}  // namespace serinus::test
