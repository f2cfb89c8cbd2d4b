// serinus purge-chain
#include <cstdio>

#include "cli/command.hpp"
#include "cli/database_options.hpp"
#include "platform/files.hpp"
#include "storage/folder_lock.hpp"

namespace serinus::cli {
namespace {

struct PurgeChainOptions {
    ChainOptions chain;
    DatabaseOptions database;
    bool yes = false;
};

constexpr const char* kPurgeChainFooter =
    R"(Removes <base path>/chains/<chain id>/db. Keys in the folders beside it stay.

Example:
  serinus purge-chain --chain ./kusama.json -y)";

bool agrees(const std::string& folder) {
    std::printf("Are you sure to remove \"%s\"? [y/N]: ", folder.c_str());
    std::fflush(stdout);
    char answer[16] = "";
    if (std::fgets(answer, sizeof answer, stdin) == nullptr) return false;
    return answer[0] == 'y' || answer[0] == 'Y';
}

/// The lock is kept until nothing is left, so that no node begins to use what is being removed.
Result<void, std::string> remove_database(const std::string& chain) {
    std::unique_ptr<storage::FolderLock> lock;
    if (platform::is_directory(database_folder(chain))) {
        auto taken = storage::FolderLock::take(database_folder(chain));
        if (!taken) return Err(taken.error().reason);
        lock = *std::move(taken);
    }
    const auto removed = platform::remove_tree(chain + "/db");
    if (!removed) return Err(removed.error().message);
    return {};
}

int run(const PurgeChainOptions& options) {
    const auto spec = load_or_report(options.chain);
    if (!spec) return 1;
    const auto chain = chain_folder(options.chain, spec->id);
    if (!chain) return report_error(chain.error());
    const std::string folder = *chain + "/db";
    if (!platform::is_directory(folder)) {
        std::fprintf(stderr, "\"%s\" did not exist.\n", folder.c_str());
        return 0;
    }
    if (!options.yes && !agrees(folder)) {
        std::printf("Aborted\n");
        return 0;
    }
    const auto removed = remove_database(*chain);
    if (!removed) return report_error(removed.error());
    std::printf("\"%s\" removed.\n", folder.c_str());
    return 0;
}

}  // namespace

void add_purge_chain(Arguments app, Command& chosen) {
    auto options = std::make_shared<PurgeChainOptions>();
    const Arguments command = app.add_subcommand("purge-chain", "Remove the database of a chain");
    add_chain_options(command, options->chain);
    add_database_options(command, options->database);
    command.add_flag("-y", options->yes, "Do not ask");
    command.footer(kPurgeChainFooter);
    command.callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

}  // namespace serinus::cli
