#include "cli/chain_options.hpp"

#include <cstdio>
#include <cstdlib>

#include "chain/spec/spec_files.hpp"
#include "cli/stakers.hpp"
#include "platform/files.hpp"
#include "runtime/runtimes/kusama/native/built_in.hpp"

namespace serinus::cli {
namespace {

constexpr const char* kDefaultChain = "kusama";
constexpr const char* kStakingChain = "kusama-staking";
constexpr const char* kDefaultStakers = "16x120x6";  ///< of kusama-staking

std::vector<std::string> spec_folders(const ChainOptions& options) {
    std::vector<std::string> folders;
    if (const char* folder = std::getenv("SERINUS_CHAIN_SPECS"); folder != nullptr && *folder != '\0') {
        folders.emplace_back(folder);
    }
    folders.push_back(options.base_path_or_default() + "/chain-specs");
    return folders;
}

}  // namespace

std::string ChainOptions::chain_or_default() const {
    if (!chain.empty()) return chain;
    return dev ? "dev" : kDefaultChain;
}

std::string ChainOptions::base_path_or_default() const {
    return base_path.empty() ? platform::default_base_path() : base_path;
}

void add_chain_options(Arguments command, ChainOptions& options) {
    command
        .add_option("--chain", options.chain,
                    "The chain: \"dev\", \"kusama-local\", \"kusama-proper\", \"kusama-staking\" (four validators whom "
                    "Staking\n"
                    "elects, with nominators and pools), the path of a specification file, or the name of one in\n"
                    "$SERINUS_CHAIN_SPECS or <base path>/chain-specs (default: kusama, or dev with --dev)")
        .type_name("CHAIN_SPEC");
    command.add_flag("--dev", options.dev, "The built-in development chain, unless --chain says otherwise");
    command.add_option("-d,--base-path", options.base_path, "Folder for this program's data").type_name("PATH");
}

std::optional<chain::ChainSpec> load_or_report(const ChainOptions& options) {
    auto spec = chain::load_chain(options.chain_or_default(), spec_folders(options), kusama::built_in_runtime());
    if (!spec) {
        report_error(spec.error().to_string());
        return std::nullopt;
    }
    const bool has_default = options.chain_or_default() == kStakingChain && options.stakers.empty();
    if (!add_stakers_or_report(*spec, has_default ? kDefaultStakers : options.stakers)) return std::nullopt;
    return *std::move(spec);
}

bool add_stakers_or_report(chain::ChainSpec& spec, const std::string& size) {
    if (size.empty()) return true;
    const auto parsed = staking::parse_population_size(size);
    if (!parsed) {
        report_error("\"" + size + "\" is no number of stakers: write validators x nominators x pools, as 20x200x5");
        return false;
    }
    const auto added = add_stakers(spec, *parsed);
    if (!added) report_error(added.error());
    return added.has_value();
}

int report_error(const std::string& message) {
    std::fprintf(stderr, "error: %s\n", message.c_str());
    return 1;
}

int report_usage_error(const std::string& message) {
    std::fprintf(stderr, "error: %s\nSee: serinus --help\n", message.c_str());
    return kUsageError;
}

bool print(std::string_view text) {
    return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
}

}  // namespace serinus::cli
