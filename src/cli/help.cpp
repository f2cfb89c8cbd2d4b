#include <algorithm>
#include <functional>

#include "base/format.hpp"
#include "cli/description.hpp"

namespace serinus::cli {
namespace {

constexpr size_t kColumn = 30;  ///< where texts begin
constexpr size_t kWidth = 100;

size_t width_of(std::string_view text) {
    return static_cast<size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xc0) != 0x80; }));
}

/// Words in lines of at most kWidth, the lines after the first with `indent`. `column` is where the first line begins.
std::string wrapped(std::string_view text, size_t column, size_t indent) {
    std::string out;
    bool is_first = true;
    while (!text.empty()) {
        const size_t end = std::min(text.find_first_of(" \n"), text.size());
        const std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (word.empty()) continue;
        if (!is_first && column + 1 + width_of(word) > kWidth) {
            append_text(out, "\n{:{}}", "", indent);
            column = indent;
        } else if (!is_first) {
            out += ' ';
            ++column;
        }
        out += word;
        column += width_of(word);
        is_first = false;
    }
    return out + "\n";
}

/// A line with two columns; the second begins in a line of its own if the first is too long.
std::string row(const std::string& left, const std::string& right) {
    std::string out = format_text("  {:<{}}", left, kColumn - 2);
    if (right.empty()) return format_text("  {}\n", left);
    if (width_of(left) + 3 > kColumn) out = format_text("  {}\n{:{}}", left, "", kColumn);
    return out + wrapped(right, kColumn, kColumn);
}

std::string text_of(const OptionDescription& option) {
    std::string out = option.text;
    const auto add = [&out](const std::string& more) { out += (out.empty() ? "" : " ") + more; };
    if (!option.default_value.empty()) add(format_text("(default: {})", option.default_value));
    if (option.is_required && !option.is_positional) add("(required)");
    std::string excluded;
    for (const std::string& name : option.excludes) excluded += (excluded.empty() ? "" : ", ") + name;
    if (!excluded.empty()) add(format_text("(not with {})", excluded));
    return out;
}

std::string section_of(const std::string& title, const std::vector<const OptionDescription*>& options) {
    std::string out = format_text("\n{}:\n", title);
    if (std::ranges::all_of(options, [](const auto* option) { return option->text.empty(); })) {
        std::string names;
        for (const auto* option : options) names += (names.empty() ? "" : ", ") + option->names.back();
        return out + "  " + wrapped(names, 2, 2);
    }
    for (const auto* option : options) out += row(signature_of(*option), text_of(*option));
    return out;
}

std::string usage_of(const CommandDescription& command) {
    std::string out = format_text("Usage: {} [OPTIONS]", command.name);
    for (const OptionDescription& option : command.options) {
        if (!option.is_positional) continue;
        const std::string& name = option.names.front();
        out += option.is_required ? " " + name : format_text(" [{}]", name);
    }
    if (!command.commands.empty()) out += command.needs_command ? " COMMAND" : " [COMMAND]";
    return out + "\n";
}

}  // namespace

std::vector<std::string> choices_of(const OptionDescription& option) {
    std::vector<std::string> out;
    if (option.value.find('|') == option.value.npos) return out;
    std::string_view rest = option.value;
    while (!rest.empty()) {
        const size_t end = std::min(rest.find('|'), rest.size());
        out.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return out;
}

std::string signature_of(const OptionDescription& option) {
    std::string out;
    for (const std::string& name : option.names) out += (out.empty() ? "" : ", ") + name;
    if (!option.value.empty() && !option.is_positional) out += " " + option.value;
    return out;
}

std::string help_of(const CommandDescription& command) {
    std::string out = format_text("{}\n\n{}", command.text, usage_of(command));
    std::vector<std::string> titles;
    for (const OptionDescription& option : command.options) {
        if (std::ranges::find(titles, option.section) == titles.end()) titles.push_back(option.section);
    }
    for (const std::string& title : titles) {
        std::vector<const OptionDescription*> options;
        for (const OptionDescription& option : command.options) {
            if (option.section == title) options.push_back(&option);
        }
        out += section_of(title, options);
    }
    if (!command.commands.empty()) out += "\nCommands:\n";
    for (const CommandDescription& inner : command.commands) {
        out += row(inner.name.substr(command.name.size() + 1), inner.text);
    }
    if (!command.footer.empty()) append_text(out, "\n{}\n", command.footer);
    return out;
}

}  // namespace serinus::cli
