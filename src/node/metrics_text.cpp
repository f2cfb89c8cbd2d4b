#include "node/metrics_text.hpp"

#include <charconv>
#include <cmath>

namespace serinus::node {
namespace {

/// Escapes what would end a help text, or a label's value in quotes.
std::string escape(std::string_view text, bool in_quotes) {
    std::string out;
    for (const char c : text) {
        if (c == '\\') {
            out += "\\\\";
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '"' && in_quotes) {
            out += "\\\"";
        } else {
            out += c;
        }
    }
    return out;
}

std::string number(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
    char text[64];
    const auto [end, error] = std::to_chars(text, text + sizeof text, value);
    return error == std::errc() ? std::string(text, end) : "NaN";
}

}  // namespace

void MetricsText::metric(std::string_view name, std::string_view type, std::string_view help) {
    name_ = name;
    text_ += "# HELP " + name_ + " " + escape(help, false) + "\n# TYPE " + name_ + " " + std::string(type) + "\n";
}

void MetricsText::sample(double value, const Labels& labels) {
    text_ += name_;
    const char* before = "{";
    for (const Labels* list : {&std::as_const(common_), &labels}) {
        for (const auto& [name, content] : *list) {
            text_ += before + name + "=\"" + escape(content, true) + "\"";
            before = ",";
        }
    }
    if (*before == ',') text_ += "}";
    text_ += " " + number(value) + "\n";
}

void MetricsText::gauge(std::string_view name, std::string_view help, double value) {
    metric(name, "gauge", help);
    sample(value);
}

void MetricsText::counter(std::string_view name, std::string_view help, double value) {
    metric(name, "counter", help);
    sample(value);
}

}  // namespace serinus::node
