#include "cli/database_options.hpp"

#include <charconv>

namespace serinus::cli {

using chain::Pruning;

namespace {

std::string error_of_pruning(const std::string& text) {
    const auto pruning = parse_pruning(text);
    return pruning ? "" : pruning.error();
}

}  // namespace

void add_pruning_options(Arguments command, DatabaseOptions& options) {
    command
        .add_option("--state-pruning,--pruning", options.state_pruning,
                    "Keep the states of this many finalized blocks (default: 256), of all blocks (archive), or of\n"
                    "all finalized ones (archive-canonical). A database keeps the kind that it was made with")
        .type_name("MODE")
        .check(error_of_pruning);
    command
        .add_option("--blocks-pruning,--keep-blocks", options.blocks_pruning,
                    "Likewise for the bodies of blocks (default: archive-canonical)")
        .type_name("MODE")
        .check(error_of_pruning);
}

void add_database_options(Arguments command, DatabaseOptions& options) {
    add_pruning_options(command, options);
    command.add_flag("--tmp", options.tmp, "Keep the chain in a temporary folder that is removed at the end");
    command.section("Log");
    add_log_options(command, options.log);
    options.reference.declare(command, ReferenceOptionGroup::kExecution);
    options.reference.declare(command, ReferenceOptionGroup::kTracing);
}

Result<Pruning, std::string> parse_pruning(const std::string& text) {
    if (text == "archive") return Pruning{Pruning::Mode::kArchive, 0};
    if (text == "archive-canonical") return Pruning{Pruning::Mode::kArchiveCanonical, 0};
    Pruning out;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out.count);
    if (error != std::errc() || end != text.data() + text.size() || out.count == 0) {
        return Err("\"" + text +
                   "\" is no pruning mode: say archive, archive-canonical, or a number of blocks from 1 on");
    }
    return out;
}

Result<std::string, std::string> chain_folder(const ChainOptions& options, const std::string& chain_id) {
    const bool good = !chain_id.empty() && chain_id != "." && chain_id != ".." && chain_id.find('/') == chain_id.npos &&
                      chain_id.find('\0') == chain_id.npos;
    if (!good) return Err("the chain id \"" + chain_id + "\" is no name for a folder");
    return options.base_path_or_default() + "/chains/" + chain_id;
}

std::string database_folder(const std::string& chain_folder) { return chain_folder + "/db/full"; }

}  // namespace serinus::cli
