// serinus benchmark pallet
#include <algorithm>

#include "base/format.hpp"
#include "cli/benchmark.hpp"
#include "cli/chain_options.hpp"
#include "cli/table.hpp"
#include "cli/weight_file.hpp"
#include "platform/files.hpp"
#include "platform/process.hpp"

namespace serinus::cli {
namespace {

using executor::CallError;

struct PalletOptions {
    std::string module;
    std::string pallet;
    uint32_t steps = 20;
    uint32_t repeats = 20;
    std::string output;
    std::string weight_template;
    std::string name_space = "weights";
};

constexpr uint64_t kMaxBenchmarksBytes = uint64_t{64} << 20;
constexpr uint64_t kMaxTemplateBytes = uint64_t{1} << 20;

constexpr const char* kBenchmarkPalletFooter =
    R"(The module is a runtime that was built for this: it has the cases of its pallets (docs/runtime.md, "Weights of a
chain of its own"). Each call is executed on a state in memory; reads and writes are counted, and their cost is that of the
database which the template names. Times are CPU times of this machine: measure on the machines of the chain.

Example:
  serinus benchmark pallet --runtime build/release/example_benchmarks.wasm --output weights/)";

/// A function of time and what it grows by.
std::string shown(const executor::LinearFit& fit, const executor::BenchmarkCase& what, double unit) {
    std::string out = format_text("{:.2f}", fit.base / unit);
    for (size_t i = 0; i < fit.slopes.size(); ++i) {
        if (fit.slopes[i] > 0) out += format_text(" + {:.4g} {}", fit.slopes[i] / unit, what.components[i].name);
    }
    return out;
}

Result<std::vector<MeasuredCall>, CallError> measure(const PalletOptions& options, BytesView code) {
    executor::Executor executor;
    TRY_ASSIGN(const auto runtime, executor.runtime_of_code(code, std::nullopt));
    TRY_ASSIGN(const auto cases, executor::list_benchmarks(executor, *runtime));
    const executor::BenchmarkOptions how{options.steps, options.repeats, platform::thread_cpu_ns};
    std::vector<MeasuredCall> out;
    for (const auto& one : cases) {
        if (!options.pallet.empty() && options.pallet != one.pallet) continue;
        TRY_ASSIGN(const auto samples, executor::run_benchmark(executor, *runtime, one, how));
        out.push_back(fit_samples(one, samples));
    }
    return out;
}

int write_files(const PalletOptions& options, const std::string& weight_template,
                const std::vector<MeasuredCall>& calls) {
    if (const auto created = platform::create_directories(options.output); !created) {
        return report_error(created.error().message);
    }
    const std::string source =
        format_text("serinus benchmark pallet, {} steps, {} repeats, CPU time", options.steps, options.repeats);
    for (auto first = calls.begin(); first != calls.end();) {
        const std::string& pallet = first->what.pallet;
        const auto end = std::find_if(first, calls.end(), [&](const auto& one) { return one.what.pallet != pallet; });
        const std::string path = options.output + "/" + snake_case(pallet) + ".hpp";
        const std::string text = weight_file(weight_template, pallet, options.name_space, source, {first, end});
        if (const auto written = platform::write_file_atomically(path, as_bytes(text), 0644); !written) {
            return report_error(written.error().message);
        }
        first = end;
    }
    return 0;
}

int run(const PalletOptions& options) {
    const auto code = platform::read_file(options.module, kMaxBenchmarksBytes);
    if (!code) return report_error(code.error().message);
    std::string weight_template(kWeightTemplate);
    if (!options.weight_template.empty()) {
        const auto text = platform::read_file(options.weight_template, kMaxTemplateBytes);
        if (!text) return report_error(text.error().message);
        weight_template = *text;
        if (!is_weight_template(weight_template)) {
            return report_error("the template " + options.weight_template + " must have {pallet} and {functions}");
        }
    }
    const auto calls = measure(options, as_bytes(*code));
    if (!calls && calls.error().kind == CallError::Kind::kNoSuchMethod) {
        return report_error(options.module + " has no benchmarks: it is no module that was built for them");
    }
    if (!calls) return report_error(calls.error().to_string());
    if (calls->empty()) return report_error("no benchmark of the pallet " + options.pallet);
    std::vector<std::vector<std::string>> lines;
    for (const MeasuredCall& call : *calls) {
        constexpr double kNanosecondsPerMicrosecond = 1000;
        lines.push_back({call.what.pallet, call.what.name, shown(call.time_ns, call.what, kNanosecondsPerMicrosecond),
                         shown(call.reads, call.what, 1), shown(call.writes, call.what, 1),
                         format_text("{:.0f} %", call.time_ns.worst_error * 100)});
    }
    if (!print(format_table({"Pallet", "Call", "Time (µs)", "Reads", "Writes", "Off the line"}, lines))) {
        return report_error("cannot write to the standard output");
    }
    return options.output.empty() ? 0 : write_files(options, weight_template, *calls);
}

}  // namespace

void add_benchmark_pallet(Arguments benchmark, Command& chosen) {
    auto options = std::make_shared<PalletOptions>();
    const Arguments command =
        benchmark.add_subcommand("pallet", "Measure what the calls of a runtime cost, and write its weights");
    command.add_option("--runtime", options->module, "The module with the benchmarks").type_name("FILE").required();
    command.add_option("--pallet", options->pallet, "Measure this pallet alone").type_name("NAME");
    command.add_option("--steps", options->steps, "How many values of each component").positive().show_default();
    command.add_option("--repeat", options->repeats, "How many times each; the median counts")
        .positive()
        .show_default();
    command.add_option("--output", options->output, "Write a header for each pallet to this folder").type_name("DIR");
    command
        .add_option("--template", options->weight_template,
                    "What is written, with {pallet}, {namespace}, {source} and {functions}")
        .type_name("FILE");
    command.add_option("--namespace", options->name_space, "The namespace of the weights below serinus").show_default();
    command.footer(kBenchmarkPalletFooter);
    command.callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

}  // namespace serinus::cli
