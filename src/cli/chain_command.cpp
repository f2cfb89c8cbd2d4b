#include "cli/chain_command.hpp"

#include <charconv>
#include <cstdio>

#include "base/format.hpp"
#include "base/hex.hpp"
#include "chain/spec/genesis_builder.hpp"
#include "platform/files.hpp"

namespace serinus::cli {

using chain::BlockId;
using primitives::BlockNumber;

void add_chain_command_options(Arguments command, ChainCommandOptions& options) {
    command.section("Chain and database");
    add_chain_options(command, options.chain);
    add_database_options(command, options.database);
    command.section(kDefaultSection);
}

void add_seal_option(Arguments command, ChainCommandOptions& options) {
    command.add_flag("--no-seal-check", options.no_seal_check,
                     "Take blocks whoever authored them: without a seal, or with one of an unknown engine.\n"
                     "They are executed all the same");
}

executor::ExecutorOptions executor_options(const ChainOptions& options) {
    executor::ExecutorOptions out;
    const std::string base = options.base_path_or_default();
    if (platform::is_directory(base)) out.code_cache_directory = base + "/code-cache";
    return out;
}

void build_genesis_if_needed(chain::ChainSpec& spec, const executor::ExecutorOptions& options) {
    const auto* instructions = std::get_if<chain::RuntimeGenesis>(&spec.genesis);
    if (instructions == nullptr) return;
    executor::Executor executor(options);
    auto built = chain::build_genesis(*instructions, executor);
    if (built) {
        spec.genesis = *std::move(built);
    } else {
        std::fprintf(stderr, "%s\n", built.error().to_string().c_str());
    }
}

std::optional<ChainPlace> ChainPlace::find_or_report(const ChainCommandOptions& options) {
    const auto fail = [](const std::string& reason) {
        report_error(reason);
        return std::nullopt;
    };
    set_up_log(options.database.log, "warn");
    ChainPlace out;
    out.settings.check_seals = !options.no_seal_check;
    if (!options.database.state_pruning.empty()) {
        const auto pruning = parse_pruning(options.database.state_pruning);
        if (!pruning) return fail("--state-pruning: " + pruning.error());
        out.settings.database.state_pruning = *pruning;
    }
    if (!options.database.blocks_pruning.empty()) {
        const auto pruning = parse_pruning(options.database.blocks_pruning);
        if (!pruning) return fail("--blocks-pruning: " + pruning.error());
        out.settings.database.blocks_pruning = *pruning;
    }
    auto spec = load_or_report(options.chain);
    if (!spec) return std::nullopt;
    out.spec = *std::move(spec);
    build_genesis_if_needed(out.spec);

    ChainOptions chain = options.chain;
    if (options.database.tmp) {
        auto folder = platform::create_temporary_directory("serinus-");
        if (!folder) return fail(folder.error().message);
        out.temporary_folder_ = *std::move(folder);
        chain.base_path = out.temporary_folder_;
    }
    const auto folder = chain_folder(chain, out.spec.id);
    if (!folder) return fail(folder.error());
    out.settings.database.folder = database_folder(*folder);
    out.settings.executor = executor_options(chain);
    return out;
}

ChainPlace::~ChainPlace() {
    if (temporary_folder_.empty()) return;
    if (const auto removed = platform::remove_tree(temporary_folder_); !removed) report_error(removed.error().message);
}

std::optional<OpenChain> OpenChain::open_or_report(const ChainCommandOptions& options) {
    auto place = ChainPlace::find_or_report(options);
    if (!place) return std::nullopt;
    // A command that only reads creates no database: without one it uses a database in memory with the genesis.
    std::string& folder = place->settings.database.folder;
    if (!platform::is_directory(folder)) folder.clear();
    OpenChain out(*std::move(place));
    auto opened = node::OfflineChain::open(std::move(out.place_.spec), out.place_.settings);
    if (!opened) {
        report_error(opened.error().reason);
        return std::nullopt;
    }
    out.chain_ = *std::move(opened);
    return out;
}

Result<std::variant<BlockNumber, Hash256>, std::string> parse_block(const std::string& text) {
    using Block = std::variant<BlockNumber, Hash256>;
    if (text.starts_with("0x")) {
        const auto hash = from_hex_fixed<Hash256>(text);
        if (!hash) return Err(format_text("\"{}\" is not a block hash: 0x and 64 hex digits", text));
        return Block(*hash);
    }
    BlockNumber number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || text.empty()) {
        return Err(format_text("\"{}\" is neither a block number nor a block hash (0x…)", text));
    }
    return Block(number);
}

Result<BlockId, std::string> find_block(chain::Database& database, const std::string& text) {
    chain::BlockStore& blocks = database.blocks();
    const auto failure = [](const chain::ChainError& error) { return Err(error.reason); };
    if (text.empty()) {
        const auto best = blocks.best();
        if (!best) return failure(best.error());
        return *best;
    }
    TRY_ASSIGN(const auto block, parse_block(text));
    if (const auto* number = std::get_if<BlockNumber>(&block)) {
        const auto hash = blocks.find_hash(*number);
        if (!hash) return failure(hash.error());
        if (*hash) return BlockId{**hash, *number};
        const auto best = blocks.best();
        return Err(format_text("block {} is not there{}", text, best ? ": the last one is " + to_string(*best) : ""));
    }
    const auto& hash = std::get<Hash256>(block);
    const auto header = blocks.find_header(hash);
    if (!header) return failure(header.error());
    if (!*header) return Err("block " + text + " is not there");
    return BlockId{hash, (*header)->number};
}

std::string to_string(const BlockId& block) {
    return format_text("#{} ({})", block.number, to_hex_prefixed(block.hash.bytes));
}

}  // namespace serinus::cli
