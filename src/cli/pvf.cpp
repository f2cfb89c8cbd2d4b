// serinus pvf prepare, run, profile
#include <algorithm>
#include <array>

#include "base/format.hpp"
#include "base/hex.hpp"
#include "chain/spec/json_writer.hpp"
#include "cli/chain_options.hpp"
#include "cli/command.hpp"
#include "cli/interrupter.hpp"
#include "codec/scale.hpp"
#include "hashing/hashing.hpp"
#include "platform/child_process.hpp"
#include "platform/files.hpp"
#include "pvf/execute.hpp"
#include "pvf/prepare.hpp"
#include "pvf/workers.hpp"
#include "tools/replay/flame_graph.hpp"

namespace serinus::cli {
namespace {

constexpr int kRefusedStatus = 3;
constexpr double kNsPerMs = 1e6;
constexpr double kBytesPerMiB = 1 << 20;

struct PvfOptions {
    std::string code;
    std::string input;
    std::string executor_params = "0x00";
    std::string purpose = "backing";
    std::string output;
    std::string names;
    uint32_t bomb_limit = 20u << 20;
    uint32_t samples = 500;
    uint32_t runs = 1;
    bool for_later = false;
    bool is_json = false;
    bool is_insecure = false;
};

constexpr const char* kPrepareFooter =
    R"(Does what a validator does before it votes on new code, in a worker with the limits of pre-checking.

The exit status is 3 if validators refuse the code.

Examples:
  serinus pvf prepare ./target/release/wbuild/my-runtime/my_runtime.compact.compressed.wasm
  serinus pvf prepare code.wasm --executor-params 0x08010020000007 --json)";
constexpr const char* kPvfRunFooter =
    R"(INPUT is what validate_block is given: the encoded ValidationParams (head of the parent, block data, number and storage
root of the relay parent), and behind them, for a candidate of version 3, the byte 3 and the two parents. Block data may be
compressed as in a proof of validity. A file that a collator of the reference wrote with --export-pov-to-path is taken too.

The exit status is 3 if the candidate is invalid, and 1 if there is no verdict.

Example:
  serinus pvf run code.wasm params.scale --purpose approval --runs 10)";
constexpr const char* kPvfProfileFooter =
    R"(Draws where validate_block spends its time, as a flame graph. Runtimes as they are built for chains have no names of their
functions; --names takes the same code with them (a build that is not stripped).

Example:
  serinus pvf profile code.wasm params.scale --output block.svg)";

/// Bytes as they are, or hex digits with 0x.
Result<Bytes, std::string> read_bytes(const std::string& path) {
    constexpr size_t kMostBytes = size_t{256} << 20;
    auto content = platform::read_file(path, kMostBytes);
    if (!content) return Err(content.error().message);
    if (!content->starts_with("0x")) return to_bytes(as_bytes(*content));
    while (!content->empty() && (content->back() == '\n' || content->back() == '\r')) content->pop_back();
    auto bytes = from_hex_prefixed(*content);
    if (!bytes) return Err(path + " begins with 0x but is not hex: " + to_string(bytes.error()));
    return std::move(*bytes);
}

Result<pvf::ExecutorParams, std::string> read_params(const std::string& hex) {
    const auto bytes = from_hex_prefixed(hex);
    const std::string wrong = "--executor-params is not the SCALE encoding of executor parameters";
    if (!bytes) return Err(wrong);
    auto params = scale::decode<pvf::ExecutorParams>(*bytes);
    if (!params) return Err(wrong);
    return std::move(*params);
}

/// What encode_input() makes, read back.
std::optional<pvf::CandidateInput> decode_params(BytesView bytes) {
    scale::Decoder in(bytes);
    pvf::CandidateInput input;
    const bool has_params = scale::decode_into(in, input.parent_head) && scale::decode_into(in, input.block_data) &&
                            scale::decode_into(in, input.relay_parent_number) &&
                            scale::decode_into(in, input.relay_parent_storage_root);
    if (!has_params) return std::nullopt;
    if (in.remaining() == 0) return input;
    uint8_t version = 0;
    pvf::ParentsOfV3 parents;
    constexpr uint8_t kVersion3 = 3;
    const bool has_tail = scale::decode_into(in, version) && version == kVersion3 && scale::decode_into(in, parents);
    if (!has_tail || in.remaining() != 0) return std::nullopt;
    input.parents = parents;
    return input;
}

/// Observed: a collator of the reference (polkadot-omni-node 1.25.1) writes the proof and then the persisted validation
/// data (--export-pov-to-path).
std::optional<pvf::CandidateInput> decode_exported(BytesView bytes) {
    scale::Decoder in(bytes);
    pvf::CandidateInput input;
    uint32_t most_bytes_of_proof = 0;
    const bool fits = scale::decode_into(in, input.block_data) && scale::decode_into(in, input.parent_head) &&
                      scale::decode_into(in, input.relay_parent_number) &&
                      scale::decode_into(in, input.relay_parent_storage_root) &&
                      scale::decode_into(in, most_bytes_of_proof) && in.remaining() == 0;
    return fits ? std::optional(std::move(input)) : std::nullopt;
}

Result<pvf::CandidateInput, std::string> read_input(const std::string& path) {
    TRY_ASSIGN(const Bytes bytes, read_bytes(path));
    auto input = decode_params(bytes);
    if (!input) input = decode_exported(bytes);
    if (!input) return Err(path + " is not what validate_block takes");
    return std::move(*input);
}

Result<pvf::Workers, std::string> make_workers(bool is_insecure) {
    TRY_ASSIGN(std::string program, platform::own_program_path());
    std::vector<std::string> command = {std::move(program), "pvf-worker"};
    if (is_insecure) command.emplace_back("--insecure-validator-i-know-what-i-do");
    return pvf::Workers({.command = std::move(command)});
}

std::string ms_of(uint64_t ns) { return format_text("{:.2f} ms", static_cast<double>(ns) / kNsPerMs); }
std::string mib_of(uint64_t bytes) { return format_text("{:.1f} MiB", static_cast<double>(bytes) / kBytesPerMiB); }

/// Lines of a name and a value, or a JSON object with the same.
class Report {
  public:
    void add(const std::string& title, const std::string& shown, const char* key, uint64_t number) {
        lines_.push_back({title, shown, key, std::to_string(number)});
    }
    void add_text(const std::string& title, const std::string& text, const char* key) {
        std::string quoted;
        chain::append_json_string(quoted, text);
        lines_.push_back({title, text, key, std::move(quoted)});
    }
    int print_as(bool is_json, int status) const {
        constexpr size_t kTitleWidth = 20;
        std::string out = is_json ? "{" : "";
        for (const Line& line : lines_) {
            if (is_json) {
                out += (out.size() > 1 ? ",\"" : "\"") + std::string(line.key) + "\":" + line.json;
            } else {
                out += line.title + std::string(kTitleWidth - std::min(kTitleWidth - 1, line.title.size()), ' ') +
                       line.shown + '\n';
            }
        }
        if (is_json) out += "}\n";
        return print(out) ? status : report_error("cannot write to the standard output");
    }

  private:
    struct Line {
        std::string title, shown;
        const char* key;
        std::string json;
    };
    std::vector<Line> lines_;
};

/// What the steps of all commands begin with.
struct Task {
    Bytes code;
    pvf::ExecutorLimits limits;
};

Result<Task, std::string> open_task(const PvfOptions& options) {
    TRY_ASSIGN(Bytes code, read_bytes(options.code));
    TRY_ASSIGN(const pvf::ExecutorParams params, read_params(options.executor_params));
    return Task{std::move(code), pvf::limits_of(params)};
}

void add_preparation(Report& report, const Task& task, const pvf::Prepared& prepared) {
    report.add("code", mib_of(task.code.size()), "codeBytes", task.code.size());
    report.add("prepared code", mib_of(prepared.file.size()), "preparedBytes", prepared.file.size());
    report.add("preparing", ms_of(prepared.figures.cpu_ns) + " of the processor", "prepareCpuNs",
               prepared.figures.cpu_ns);
    report.add("its memory", mib_of(prepared.figures.peak_bytes), "preparePeakBytes", prepared.figures.peak_bytes);
}

std::string refusal_of(const pvf::PrepareError& error) {
    return std::string(pvf::to_string(error.fault)) + (error.reason.empty() ? "" : ": " + error.reason);
}

int report_refusal(const PvfOptions& options, const pvf::PrepareError& error) {
    const bool is_verdict = error.fault != pvf::PrepareFault::kOurs && error.fault != pvf::PrepareFault::kDied;
    if (!is_verdict) return report_error(refusal_of(error));
    Report report;
    report.add_text("verdict", "refused: " + refusal_of(error), "verdict");
    return report.print_as(options.is_json, kRefusedStatus);
}

int pvf_prepare(const PvfOptions& options) {
    const auto task = open_task(options);
    if (!task) return report_error(task.error());
    auto workers = make_workers(options.is_insecure);
    if (!workers) return report_error(workers.error());
    const auto prepared = workers->prepare(task->code, options.bomb_limit, task->limits, !options.for_later);
    if (!prepared) return report_refusal(options, prepared.error());
    Report report;
    report.add_text("verdict", "accepted", "verdict");
    report.add_text("code hash", to_hex_prefixed(hashing::blake2b_256(task->code).bytes), "codeHash");
    add_preparation(report, *task, *prepared);
    return report.print_as(options.is_json, 0);
}

void add_result(Report& report, const pvf::ValidationResult& result) {
    const Hash256 commitments = result.to_commitments().hash();
    report.add_text("head", to_hex_prefixed(hashing::blake2b_256(result.head_data._0).bytes), "headHash");
    report.add_text("commitments", to_hex_prefixed(commitments.bytes), "commitmentsHash");
    report.add("upward messages", std::to_string(result.upward_messages.size()), "upwardMessages",
               result.upward_messages.size());
    report.add("to other paras", std::to_string(result.horizontal_messages.size()), "horizontalMessages",
               result.horizontal_messages.size());
    if (result.new_validation_code) {
        const Hash256 code = result.new_validation_code->hash()._0;
        report.add_text("new code", to_hex_prefixed(code.bytes), "newCodeHash");
    }
}

int pvf_run(const PvfOptions& options) {
    const auto task = open_task(options);
    if (!task) return report_error(task.error());
    const auto input = read_input(options.input);
    if (!input) return report_error(input.error());
    auto workers = make_workers(options.is_insecure);
    if (!workers) return report_error(workers.error());
    const auto prepared = workers->prepare(task->code, options.bomb_limit, task->limits, false);
    if (!prepared) return report_refusal(options, prepared.error());
    const bool is_backing = options.purpose == "backing";
    const uint64_t timeout_ms = is_backing ? task->limits.backing_ms : task->limits.approval_ms;
    pvf::Execution execution = workers->execute(prepared->file, *input, task->limits, timeout_ms);
    uint64_t least_ns = execution.figures.cpu_ns;
    for (uint32_t run = 1; run < options.runs; ++run) {
        execution = workers->execute(prepared->file, *input, task->limits, timeout_ms);
        least_ns = std::min(least_ns, execution.figures.cpu_ns);
    }
    const pvf::Verdict verdict = pvf::Retries::verdict_of(execution.attempt);
    Report report;
    report.add_text("verdict", pvf::to_string(verdict), "verdict");
    add_preparation(report, *task, *prepared);
    report.add("executing", ms_of(least_ns) + " of the processor, of " + std::to_string(timeout_ms) + " ms",
               "executeCpuNs", least_ns);
    report.add("its memory", mib_of(execution.figures.peak_bytes), "executePeakBytes", execution.figures.peak_bytes);
    report.add("memory of the code", mib_of(uint64_t{execution.figures.memory_pages} * wasm::kPageBytes),
               "codeMemoryPages", execution.figures.memory_pages);
    report.add("block data", mib_of(input->block_data.size()), "blockDataBytes", input->block_data.size());
    const auto* valid = std::get_if<pvf::Valid>(&verdict);
    if (valid != nullptr) add_result(report, valid->result);
    const int status = valid != nullptr ? 0 : std::holds_alternative<pvf::Ours>(verdict) ? 1 : kRefusedStatus;
    return report.print_as(options.is_json, status);
}

/// Executes the same input again and again in this process, and interrupts it at moments spread over its time.
Result<std::vector<std::string>, std::string> sample_stacks(const Task& task, const pvf::CandidateInput& input,
                                                            const PvfOptions& options) {
    const auto engine = wasm::make_engine();
    const auto module = pvf::module_of_code(task.code, options.bomb_limit);
    if (!module) return Err(module.error().reason);
    wasm::Module& metered = const_cast<wasm::Module&>(**module);  // nobody else has it yet
    if (metered.memory) metered.memory->max = std::min(task.limits.max_memory_pages, wasm::kMaxPages);
    auto program = engine->compile(*module, {.max_stack = task.limits.max_stack_units});
    if (!program) return Err(program.error().reason);
    const auto bytes = pvf::encode_input(input);
    if (!bytes) return Err(std::string("the block data cannot be decompressed"));
    Interrupter interrupter;
    const auto run = [&](const std::stop_token& stop) {
        return pvf::execute(*engine, *program, task.limits, *bytes, stop);
    };
    constexpr int kTimings = 5;
    uint64_t least_ns = UINT64_MAX;
    for (int i = 0; i < kTimings; ++i) {
        const uint64_t begin_ns = platform::monotonic_ns();
        const auto done = run({});
        if (!done) return Err(done.error().reason);
        least_ns = std::min(least_ns, platform::monotonic_ns() - begin_ns);
    }
    std::vector<std::string> out;
    for (uint32_t i = 0; i < options.samples; ++i) {
        const double share = (i + 0.5) / options.samples;
        const auto stopped = run(interrupter.after(static_cast<uint64_t>(share * static_cast<double>(least_ns))));
        if (!stopped && stopped.error().kind == pvf::ExecuteError::Kind::kInterrupted)
            out.push_back(stopped.error().backtrace + "\n    at validate_block\n");
    }
    return out;
}

int pvf_profile(const PvfOptions& options) {
    auto task = open_task(options);
    if (!task) return report_error(task.error());
    if (!options.names.empty()) {
        auto named = read_bytes(options.names);
        if (!named) return report_error(named.error());
        task->code = std::move(*named);
    }
    const auto input = read_input(options.input);
    if (!input) return report_error(input.error());
    const auto stacks = sample_stacks(*task, *input, options);
    if (!stacks) return report_error(stacks.error());
    const std::string picture = fork::flame_graph(*stacks, "validate_block");
    const auto written = platform::write_file_atomically(options.output, as_bytes(picture), 0644);
    if (!written) return report_error(written.error().message);
    return print("Drew " + std::to_string(stacks->size()) + " samples in " + options.output + "\n") ? 0 : 1;
}

void add_code_options(Arguments command, PvfOptions& options) {
    command.add_option("CODE", options.code, "File with the code: Wasm, maybe compressed, or that in hex").required();
    command.add_option("--executor-params", options.executor_params, "Parameters of the session, SCALE-encoded")
        .type_name("HEX");
    command.add_option("--bomb-limit", options.bomb_limit, "Bytes that compressed code may become")
        .type_name("BYTES")
        .show_default();
}

void add_cage_options(Arguments command, PvfOptions& options) {
    command.add_flag("--json", options.is_json, "print JSON");
    command.add_flag("--insecure-validator-i-know-what-i-do", options.is_insecure,
                     "go on where the cage is not safe: pvf-worker --self-test");
}

void add_input_option(Arguments command, PvfOptions& options) {
    command.add_option("INPUT", options.input, "File with what validate_block takes, or that in hex").required();
}

}  // namespace

void add_pvf(Arguments app, Command& chosen) {
    const Arguments pvf = app.add_subcommand("pvf", "Prepare and execute code of a parachain, as validators do");
    pvf.require_subcommand();
    auto options = std::make_shared<PvfOptions>();

    const Arguments prepare = pvf.add_subcommand("prepare", "Check code as validators do before they vote on it");
    add_code_options(prepare, *options);
    prepare.add_flag("--for-execution", options->for_later,
                     "with the wider limits of code that was voted on, and without a look at its imports");
    add_cage_options(prepare, *options);
    prepare.footer(kPrepareFooter);
    prepare.callback([&chosen, options] { chosen = [options] { return pvf_prepare(*options); }; });

    const Arguments run = pvf.add_subcommand("run", "Execute validate_block for a block, and say what it takes");
    add_code_options(run, *options);
    add_input_option(run, *options);
    run.add_option("--purpose", options->purpose, "Whose limit of time").one_of({"backing", "approval"}).show_default();
    run.add_option("--runs", options->runs, "Executions, of which the fastest counts")
        .between(1, 10'000)
        .show_default();
    add_cage_options(run, *options);
    run.footer(kPvfRunFooter);
    run.callback([&chosen, options] { chosen = [options] { return pvf_run(*options); }; });

    const Arguments profile = pvf.add_subcommand("profile", "Draw where validate_block spends its time: an SVG");
    add_code_options(profile, *options);
    add_input_option(profile, *options);
    profile.add_option("--output", options->output, "The picture").type_name("FILE.svg").required();
    profile.add_option("--names", options->names, "The same code with the names of its functions").type_name("FILE");
    profile.add_option("--samples", options->samples, "Moments at which it is looked at")
        .between(1, 100'000)
        .show_default();
    profile.footer(kPvfProfileFooter);
    profile.callback([&chosen, options] { chosen = [options] { return pvf_profile(*options); }; });
}

}  // namespace serinus::cli
