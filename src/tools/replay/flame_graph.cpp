#include "tools/replay/flame_graph.hpp"

#include <algorithm>
#include <map>
#include <memory>

#include "base/format.hpp"

namespace serinus::fork {
namespace {

constexpr double kWidth = 1'200;
constexpr double kRow = 17;
/// Narrower frames are left out: nobody can see them.
constexpr double kMinWidth = 0.3;
constexpr double kCharacter = 6.6;

struct Frame {
    size_t samples = 0;
    std::map<std::string, std::unique_ptr<Frame>> above;
};

/// The names of a stack, the outermost first.
std::vector<std::string> names_of(const std::string& stack) {
    constexpr std::string_view kAt = "    at ";
    std::vector<std::string> out;
    for (size_t begin = 0; begin < stack.size();) {
        const size_t end = std::min(stack.find('\n', begin), stack.size());
        std::string_view line = std::string_view(stack).substr(begin, end - begin);
        begin = end + 1;
        if (!line.starts_with(kAt)) continue;
        line.remove_prefix(kAt.size());
        const size_t number = line.rfind(" (function ");
        if (number == line.npos) {
            out.emplace_back(line);
        } else if (line.starts_with("? (") && line.ends_with(')')) {  // without a name
            out.emplace_back(line.substr(3, line.size() - 4));
        } else {
            out.emplace_back(line.substr(0, number));
        }
    }
    std::ranges::reverse(out);
    return out;
}

std::string svg_escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '<') {
            out += "&lt;";
        } else if (c == '>') {
            out += "&gt;";
        } else if (c == '&') {
            out += "&amp;";
        } else if (c == '"') {
            out += "&quot;";
        } else if (c >= ' ') {
            out += c;
        }
    }
    return out;
}

size_t depth_of(const Frame& frame) {
    size_t out = 0;
    for (const auto& [name, one] : frame.above) out = std::max(out, 1 + depth_of(*one));
    return out;
}

/// Of one name always the same, in warm tones.
std::string color_of(std::string_view name) {
    uint32_t hash = 2'166'136'261;
    for (const char c : name) hash = (hash ^ static_cast<uint8_t>(c)) * 16'777'619;
    return format_text("rgb({},{},{})", 205 + hash % 50, 90 + (hash >> 8) % 120, 40 + (hash >> 16) % 40);
}

void draw(std::string& out, const Frame& frame, double left, size_t level, double height, size_t total) {
    for (const auto& [name, one] : frame.above) {
        const double width = kWidth * static_cast<double>(one->samples) / static_cast<double>(total);
        if (width >= kMinWidth) {
            const double top = height - static_cast<double>(level + 1) * kRow;
            const auto room = static_cast<size_t>(width / kCharacter);
            std::string shown = room < 4 ? std::string() : name.substr(0, room);
            if (shown.size() < name.size() && shown.size() > 3) shown.resize(shown.size() - 2), shown += "..";
            out += format_text(
                "<g><title>{} ({:.2f} %)</title><rect x=\"{:.2f}\" y=\"{:.1f}\" width=\"{:.2f}\" height=\"16\" "
                "fill=\"{}\" rx=\"1\"/><text x=\"{:.2f}\" y=\"{:.1f}\">{}</text></g>\n",
                svg_escaped(name), 100.0 * static_cast<double>(one->samples) / static_cast<double>(total), left, top,
                width, color_of(name), left + 3, top + 12, svg_escaped(shown));
            draw(out, *one, left, level + 1, height, total);
        }
        left += width;
    }
}

}  // namespace

std::string flame_graph(const std::vector<std::string>& stacks, const std::string& title) {
    Frame root;
    for (const std::string& stack : stacks) {
        Frame* at = &root;
        ++at->samples;
        for (const std::string& name : names_of(stack)) {
            auto& next = at->above[name];
            if (next == nullptr) next = std::make_unique<Frame>();
            at = next.get();
            ++at->samples;
        }
    }
    const double height = static_cast<double>(depth_of(root)) * kRow + 30;
    std::string out = format_text(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{:.0f}\" height=\"{:.0f}\" font-family=\"monospace\" "
        "font-size=\"11\">\n<text x=\"4\" y=\"16\">{} ({} samples)</text>\n",
        kWidth, height, svg_escaped(title), stacks.size());
    if (root.samples != 0) draw(out, root, 0, 0, height, root.samples);
    return out + "</svg>\n";
}

}  // namespace serinus::fork
