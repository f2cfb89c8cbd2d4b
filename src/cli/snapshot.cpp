// serinus snapshot create, info
#include "fork/snapshot.hpp"

#include "base/format.hpp"
#include "base/hex.hpp"
#include "cli/command.hpp"
#include "cli/state_source.hpp"
#include "platform/growing_file.hpp"
#include "platform/log.hpp"
#include "platform/process.hpp"
#include "platform/streams.hpp"

namespace serinus::cli {
namespace {

struct SnapshotOptions {
    StateSourceOptions source;
    std::string file;
    LogOptions log;
};

constexpr const char* kSnapshotFooter =
    R"(A snapshot is a file with the whole state of one block. It is written while it is fetched, in bounded memory, and its
root is computed on the way. A file that is truncated or damaged is refused.

Examples:
  serinus snapshot create --endpoint ws://127.0.0.1:9944 --at 1000 chain.state
  serinus snapshot info chain.state)";

constexpr const char* kSnapshotLog = "snapshot";

std::string text_of(const fork::SnapshotInfo& info) {
    const char* root = info.has_root.value_or(false)
                           ? "is that of the block"
                           : "is NOT that of the block: the origin lies, or the state is of two versions";
    return format_text("Chain    {}\nBlock    #{} ({})\nEntries  {}, {} child tries\nSize     {} bytes\nRoot     {}\n",
                       info.facts.name, info.facts.header.number.value, to_hex_prefixed(info.facts.hash.bytes),
                       info.entries, info.child_tries, info.bytes, root);
}

int finish(const fork::SnapshotInfo& info) {
    constexpr int kBad = 3;
    if (!print(text_of(info))) return report_error("cannot write to the standard output");
    return info.has_root.value_or(false) ? 0 : kBad;
}

int create(const SnapshotOptions& options) {
    set_up_log(options.log, "info");
    const platform::StopSignals signals;
    if (options.source.endpoint.empty()) return report_usage_error("a snapshot needs an --endpoint");
    fork::ForkSource source;
    source.endpoints = {options.source.endpoint};
    source.at = options.source.at;
    source.cache_folder = options.source.cache;
    source.limits.timeout_ms = options.source.timeout_s * 1000;
    source.limits.should_stop = [&signals] { return signals.stop_requested(); };
    source.max_listed_bytes = SIZE_MAX;  // they are written, not kept
    const auto opened = fork::open_fork(source);
    if (!opened) return report_error(opened.error());
    const auto origin = std::dynamic_pointer_cast<fork::RemoteOrigin>(opened->origin);
    SERINUS_ASSERT(origin != nullptr);
    // What is there stays until the new one is whole; devices and pipes are written to at once.
    const bool is_file =
        options.file != "-" && (platform::is_regular_file(options.file) || !platform::exists(options.file));
    const std::string target = is_file ? options.file + ".part" : options.file;
    auto output = platform::OutputStream::open(target);
    if (!output) return report_error(output.error().message);
    const auto info = fork::write_snapshot(
        *origin, opened->facts,
        [&](BytesView bytes) -> Result<void, std::string> {
            const auto done = output->write(bytes);
            if (!done) return Err(done.error().message);
            return {};
        },
        [&](uint64_t entries) {
            log::info(kSnapshotLog, std::to_string(entries) + " entries");
            return !signals.stop_requested();
        });
    if (!info) return report_error(info.error());
    const auto done = output->finish();
    if (!done) return report_error(done.error().message);
    if (is_file) {
        const auto renamed = platform::rename_file(target, options.file);
        if (!renamed) return report_error(renamed.error().message);
    }
    return finish(*info);
}

int show(const SnapshotOptions& options) {
    const platform::StopSignals signals;
    auto input = platform::InputStream::open(options.file);
    if (!input) return report_error(input.error().message);
    const auto info = fork::read_snapshot([&](MutableBytesView out) -> Result<size_t, std::string> {
        const auto got = input->read(out, signals);
        if (!got) return Err(got.error().message);
        if (!*got) return Err(std::string("interrupted"));
        return **got;
    });
    if (!info) return report_error(options.file + ": " + info.error());
    return finish(*info);
}

}  // namespace

void add_snapshot(Arguments app, Command& chosen) {
    const Arguments snapshot = app.add_subcommand("snapshot", "Write and read files with a whole state");
    snapshot.require_subcommand();
    snapshot.footer(kSnapshotFooter);
    auto options = std::make_shared<SnapshotOptions>();
    const Arguments creating = snapshot.add_subcommand("create", "Fetch the state of a block");
    creating.add_option("FILE", options->file, "the file, which is replaced").required();
    add_endpoint_options(creating, options->source);
    add_log_options(creating, options->log);
    creating.footer(kSnapshotFooter);
    creating.callback([&chosen, options] { chosen = [options] { return create(*options); }; });
    auto shown = std::make_shared<SnapshotOptions>();
    const Arguments showing = snapshot.add_subcommand("info", "Check a file, and say what it has");
    showing.add_option("FILE", shown->file, "the file").required();
    showing.footer(kSnapshotFooter);
    showing.callback([&chosen, shown] { chosen = [shown] { return show(*shown); }; });
}

}  // namespace serinus::cli
