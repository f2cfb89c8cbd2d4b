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

/// A count of accesses; less than one in a hundred is an error of the fit.
uint64_t accesses(double value) { return value < 0.01 ? 0 : rounded_up(value - 0.01); }

std::string function_of(const MeasuredCall& call) {
    std::string ranges;
    std::string slopes;
    for (size_t i = 0; i < call.what.components.size(); ++i) {
        const auto& component = call.what.components[i];
        ranges += format_text("; {} from {} to {}", component.name, digits(component.low), digits(component.high));
        slopes += format_text("{}{{{}, {}, {}, {}}}", slopes.empty() ? "" : ", ",
                              digits(rounded_up(call.time_ns.slopes[i] * kPicosecondsPerNanosecond)),
                              digits(rounded_up(call.proof_size.slopes[i])), digits(accesses(call.reads.slopes[i])),
                              digits(accesses(call.writes.slopes[i])));
    }
    if (!slopes.empty()) slopes = ", {" + slopes + "}";
    return format_text("    // At most {} % off the line{}.\n    .{} = {{{}, {}, {}, {}{}}},\n",
                       static_cast<int>(std::lround(call.time_ns.worst_error * 100)), ranges, call.what.name,
                       digits(rounded_up(call.time_ns.base * kPicosecondsPerNanosecond)),
                       digits(rounded_up(call.proof_size.base)), digits(rounded_up(call.reads.base)),
                       digits(rounded_up(call.writes.base)), slopes);
}

}  // namespace

const std::string_view kWeightTemplate = R"(/// Weights of {pallet}.
/// Source: {source}
#pragma once

#include "runtime/pallets/{file}/weights.hpp"

namespace serinus::{namespace} {

template <size_t kCount>
using Measured{pallet} = sdk::MeasuredWeight<kCount, sdk::kDefaultDbWeight>;

inline constexpr pallet_{file}::Weights<Measured{pallet}> k{pallet}{
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
    out = replaced(std::move(out), "file", snake_case(pallet));
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
