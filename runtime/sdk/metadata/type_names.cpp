#include "runtime/sdk/metadata/type_names.hpp"

namespace serinus::sdk::metadata {
namespace {

/// Templates whose Rust name is another; an empty name means that only the arguments are shown.
constexpr std::pair<std::string_view, std::string_view> kTemplates[] = {
    {"std::vector", "Vec"},   {"std::optional", "Option"}, {"std::map", "BTreeMap"},
    {"std::set", "BTreeSet"}, {"std::pair", "()"},         {"std::tuple", "()"},
    {"Compact", ""},          {"scale::Compact", ""},      {"scale::Box", "Box"},
    {"Box", "Box"},           {"scale::Boxed", "Box"},     {"ByteArray", "[u8]"},
    {"std::array", "[]"},
};

constexpr std::pair<std::string_view, std::string_view> kNames[] = {
    {"uint8_t", "u8"},      {"uint16_t", "u16"},           {"uint32_t", "u32"},
    {"uint64_t", "u64"},    {"uint128_t", "u128"},         {"int64_t", "i64"},
    {"Bytes", "Vec<u8>"},   {"BytesView", "Vec<u8>"},      {"std::string", "String"},
    {"Unit", "()"},         {"AccountId", "T::AccountId"}, {"LookupSource", "AccountIdLookupOf<T>"},
    {"Hash256", "T::Hash"},
};

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

/// The arguments between the angle brackets, which may be nested.
std::vector<std::string_view> split_arguments(std::string_view list) {
    std::vector<std::string_view> out;
    size_t begin = 0;
    int depth = 0;
    for (size_t i = 0; i <= list.size(); ++i) {
        if (i == list.size() || (list[i] == ',' && depth == 0)) {
            out.push_back(trimmed(list.substr(begin, i - begin)));
            begin = i + 1;
        } else {
            depth += list[i] == '<' ? 1 : list[i] == '>' ? -1 : 0;
        }
    }
    return out;
}

/// Without namespaces and `typename`.
std::string_view leaf(std::string_view name) {
    const size_t colons = name.rfind("::");
    return colons == std::string_view::npos ? name : name.substr(colons + 2);
}

std::string_view look_up(std::span<const std::pair<std::string_view, std::string_view>> table, std::string_view name,
                         std::string_view otherwise) {
    for (const auto& [from, to] : table) {
        if (from == name) return to;
    }
    return otherwise;
}

std::vector<std::string> split_path(std::string_view path) {
    std::vector<std::string> out;
    for (;;) {
        const size_t end = path.find("::");
        out.emplace_back(path.substr(0, end));
        if (end == std::string_view::npos) return out;
        path.remove_prefix(end + 2);
    }
}

std::string joined(const std::vector<std::string_view>& arguments) {
    std::string out;
    for (const std::string_view argument : arguments) {
        if (!out.empty()) out += ", ";
        out += rust_spelling(argument);
    }
    return out;
}

}  // namespace

std::string rust_spelling(std::string_view cpp) {
    cpp = trimmed(cpp);
    if (cpp.starts_with("typename ")) cpp.remove_prefix(9);
    const size_t angle = cpp.find('<');
    if (angle == std::string_view::npos || !cpp.ends_with('>')) {
        return std::string(look_up(kNames, cpp, look_up(kNames, leaf(cpp), leaf(cpp))));
    }
    const std::string_view name = cpp.substr(0, angle);
    const auto arguments = split_arguments(cpp.substr(angle + 1, cpp.size() - angle - 2));
    const std::string_view rust = look_up(kTemplates, name, leaf(name));
    if (rust.empty()) return joined(arguments);
    if (rust == "()") return "(" + joined(arguments) + ")";
    if (rust == "[u8]") return "[u8; " + std::string(arguments[0]) + "]";
    if (rust == "[]") return "[" + rust_spelling(arguments[0]) + "; " + std::string(arguments[1]) + "]";
    return std::string(rust) + "<" + joined(arguments) + ">";
}

TypeNames TypeNames::parse(std::string_view table) {
    TypeNames out;
    while (!table.empty()) {
        const std::string_view line = table.substr(0, table.find('\n'));
        table.remove_prefix(std::min(table.size(), line.size() + 1));
        const size_t tab = line.find('\t');
        if (line.starts_with('#') || tab == std::string_view::npos) continue;
        if (line.starts_with('=')) {
            out.places_.emplace_back(line.substr(1, tab - 1), line.substr(tab + 1));
            continue;
        }
        std::string spelling(line.substr(tab + 1));
        for (size_t at = 0; (at = spelling.find("\\n", at)) != std::string::npos; ++at) spelling.replace(at, 2, "\n");
        out.table_.emplace(line.substr(0, tab), std::move(spelling));
    }
    return out;
}

void TypeNames::apply(const std::string& scope, std::vector<Field>& fields) const {
    for (size_t i = 0; i < fields.size(); ++i) {
        Field& field = fields[i];
        const auto fact = table_.find(scope + "." + field.name.value_or(std::to_string(i)));
        if (fact == table_.end()) continue;
        const size_t tab = fact->second.find('\t');
        const std::string spelling = fact->second.substr(0, tab);
        field.type_name = spelling.empty() ? std::nullopt : std::optional(spelling);
        if (tab != std::string::npos) field.name = fact->second.substr(tab + 1);
    }
}

std::string TypeNames::place_of(const std::string& path) const {
    for (const auto& [ours, theirs] : places_) {
        if (ours == path) return theirs;
        if (ours.ends_with("::") && path.starts_with(ours)) return theirs + path.substr(ours.size());
    }
    return path;
}

void TypeNames::apply(Type& type) const {
    std::string path;
    for (const std::string& part : type.path) path += (path.empty() ? "" : "::") + part;
    if (const std::string place = place_of(path); place != path) {
        path = place;
        type.path = split_path(path);
    }
    if (auto* const composite = std::get_if<Composite>(&type.definition)) apply(path, composite->fields);
    if (auto* const variants = std::get_if<Variants>(&type.definition)) {
        for (Variant& variant : variants->variants) {
            if (const std::string place = place_of(path + "::" + variant.name); place != path + "::" + variant.name) {
                variant.name = split_path(place).back();
            }
            apply(path + "::" + variant.name, variant.fields);
        }
    }
}

}  // namespace serinus::sdk::metadata
