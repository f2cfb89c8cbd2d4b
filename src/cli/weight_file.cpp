#include "cli/weight_file.hpp"

#include <cmath>
#include <utility>

#include "base/format.hpp"

namespace serinus::cli {
namespace {

using executor::BenchmarkSample;
using executor::FitPoint;
using executor::LinearFit;

constexpr double kPicosecondsPerNanosecond = 1000;

uint64_t rounded_up(double value) { return value <= 0 ? 0 : static_cast<uint64_t>(std::ceil(value - 1e-6)); }

/// With marks between thousands.
std::string digits(uint64_t value) {
    std::string out = std::to_string(value);
    for (size_t at = out.size(); at > 3;) {
        at -= 3;
        out.insert(at, "'");
    }
    return out;
}

LinearFit fit(const std::vector<BenchmarkSample>& samples, size_t components, auto value_of) {
    std::vector<FitPoint> points;
    for (const BenchmarkSample& sample : samples) {
        points.push_back({{sample.values.begin(), sample.values.end()}, static_cast<double>(value_of(sample))});
    }
    return executor::fit_linear(points, components);
}

std::string replaced(std::string text, std::string_view name, std::string_view value) {
    const std::string mark = "{" + std::string(name) + "}";
    for (size_t at = 0; (at = text.find(mark, at)) != std::string::npos; at += value.size()) {
        text.replace(at, mark.size(), value);
    }
    return text;
}

std::string function_of(const MeasuredCall& call) {
    std::string parameters;
    std::string terms =
        format_text("Measured({}, {})", digits(rounded_up(call.time_ns.base * kPicosecondsPerNanosecond)),
                    digits(rounded_up(call.proof_size.base)));
    const auto accesses = [&](const char* name, const LinearFit& fitted) {
        std::string sum;
        if (const uint64_t base = rounded_up(fitted.base); base > 0) sum = digits(base);
        for (size_t i = 0; i < fitted.slopes.size(); ++i) {
            // A slope of less than an access in a hundred is an error of the fit.
            if (fitted.slopes[i] < 0.01) continue;
            const uint64_t each = rounded_up(fitted.slopes[i] - 0.01);
            if (!sum.empty()) sum += " + ";
            sum += (each == 1 ? "" : digits(each) + " * ") + "uint64_t{" + call.what.components[i].name + "}";
        }
        return sum.empty() ? std::string() : format_text(".{}({})", name, sum);
    };
    std::string growing;
    for (size_t i = 0; i < call.what.components.size(); ++i) {
        const std::string& name = call.what.components[i].name;
        const uint64_t time = rounded_up(call.time_ns.slopes[i] * kPicosecondsPerNanosecond);
        const uint64_t proof = rounded_up(call.proof_size.slopes[i]);
        if (time > 0 || proof > 0) growing += format_text(".per({}, {}, {})", name, digits(time), digits(proof));
    }
    terms += growing + accesses("reads", call.reads) + accesses("writes", call.writes);
    for (const auto& component : call.what.components) {
        if (!parameters.empty()) parameters += ", ";
        parameters += "uint32_t";
        const bool is_used = terms.find("(" + component.name + ",") != std::string::npos ||
                             terms.find("{" + component.name + "}") != std::string::npos;
        if (is_used) parameters += " " + component.name;
    }
    std::string ranges;
    for (const auto& component : call.what.components) {
        ranges += format_text("; {} from {} to {}", component.name, digits(component.low), digits(component.high));
    }
    return format_text(
        "    /// At most {} % off the line{}.\n    static constexpr Weight {}({}) noexcept {{\n        return {};\n    "
        "}}\n",
        static_cast<int>(std::lround(call.time_ns.worst_error * 100)), ranges, call.what.name, parameters, terms);
}

}  // namespace

const std::string_view kWeightTemplate = R"(/// Weights of {pallet}.
/// Source: {source}
#pragma once

#include "runtime/pallets/development_weights.hpp"
#include "runtime/sdk/measured_weight.hpp"

namespace serinus::{namespace} {

using sdk::Weight;
using Measured = sdk::MeasuredWeight<development_weights::kDbWeight>;

struct {pallet} {
{functions}};

}  // namespace serinus::{namespace}
)";

MeasuredCall fit_samples(executor::BenchmarkCase what, const std::vector<BenchmarkSample>& samples) {
    const size_t components = what.components.size();
    return {.what = std::move(what),
            .time_ns = fit(samples, components, [](const auto& one) { return one.time_ns; }),
            .reads = fit(samples, components, [](const auto& one) { return one.reads; }),
            .writes = fit(samples, components, [](const auto& one) { return one.writes; }),
            .proof_size = fit(samples, components, [](const auto& one) { return one.proof_size; })};
}

bool is_weight_template(std::string_view text) {
    return text.find("{pallet}") != std::string_view::npos && text.find("{functions}") != std::string_view::npos;
}

std::string weight_file(std::string_view weight_template, std::string_view pallet, std::string_view name_space,
                        std::string_view source, const std::vector<MeasuredCall>& calls) {
    std::string functions;
    for (const MeasuredCall& call : calls) functions += function_of(call);
    std::string out = replaced(std::string(weight_template), "pallet", pallet);
    out = replaced(std::move(out), "namespace", name_space);
    out = replaced(std::move(out), "source", source);
    return replaced(std::move(out), "functions", functions);
}

std::string snake_case(std::string_view name) {
    std::string out;
    for (const char letter : name) {
        const bool is_capital = letter >= 'A' && letter <= 'Z';
        if (is_capital && !out.empty()) out += '_';
        out += is_capital ? static_cast<char>(letter - 'A' + 'a') : letter;
    }
    return out;
}

}  // namespace serinus::cli
