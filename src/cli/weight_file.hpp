/// Weights as C++ source.
#pragma once

#include <string>
#include <vector>

#include "executor/benchmark.hpp"
#include "executor/linear_fit.hpp"

namespace serinus::cli {

/// What a call costs, by the values of its components.
struct MeasuredCall {
    executor::BenchmarkCase what;
    executor::LinearFit time_ns, reads, writes, proof_size;
};

MeasuredCall fit_samples(executor::BenchmarkCase what, const std::vector<executor::BenchmarkSample>& samples);

/// Whether `text` can be a template of weight_file: it has {pallet} and {functions}.
bool is_weight_template(std::string_view text);

/// The template with `{pallet}`, `{file}` (the same in snake case), `{namespace}`, `{source}` and `{functions}`
/// replaced: a line of a table for each call (runtime/sdk/weights.hpp). Times are in picoseconds.
std::string weight_file(std::string_view weight_template, std::string_view pallet, std::string_view name_space,
                        std::string_view source, const std::vector<MeasuredCall>& calls);

/// For runtimes of the SDK, with the default time of the database.
extern const std::string_view kWeightTemplate;

/// "transaction_payment" of "TransactionPayment".
std::string snake_case(std::string_view name);

}  // namespace serinus::cli
