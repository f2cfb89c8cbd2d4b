#include "services/metrics_text.hpp"

#include <charconv>
#include <cmath>

namespace serinus::services {
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
    constexpr double kExact = 9007199254740992.0;  // 2^53: counts up to here are written with all their digits
    if (value == std::floor(value) && std::abs(value) < kExact) return std::to_string(static_cast<int64_t>(value));
    char text[64];
    const auto [end, error] = std::to_chars(text, text + sizeof text, value);
    return error == std::errc() ? std::string(text, end) : "NaN";
}

}  // namespace

void MetricsText::metric(std::string_view name, std::string_view type, std::string_view help) {
    name_ = name;
    text_ += "# HELP " + name_ + " " + escape(help, false) + "\n# TYPE " + name_ + " " + std::string(type) + "\n";
}

void MetricsText::sample(double value, const Labels& labels) { sample_of("", value, labels); }

void MetricsText::sample_of(std::string_view suffix, double value, const Labels& labels) {
    text_ += name_;
    text_ += suffix;
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

void MetricsText::histogram(std::span<const uint64_t> counts, std::span<const double> bounds, double sum,
                            const Labels& labels) {
    double below = 0;
    for (size_t i = 0; i < counts.size(); ++i) {
        below += static_cast<double>(counts[i]);
        Labels with_bound = labels;
        with_bound.emplace_back("le", i < bounds.size() ? number(bounds[i]) : "+Inf");
        sample_of("_bucket", below, with_bound);
    }
    sample_of("_sum", sum, labels);
    sample_of("_count", below, labels);
}

void MetricsText::gauge(std::string_view name, std::string_view help, double value) {
    metric(name, "gauge", help);
    sample(value);
}

void MetricsText::counter(std::string_view name, std::string_view help, double value) {
    metric(name, "counter", help);
    sample(value);
}

}  // namespace serinus::services
