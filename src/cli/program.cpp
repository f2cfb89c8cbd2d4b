#include "cli/program.hpp"

#include <algorithm>

#include "cli/command.hpp"
#include "cli/run_node.hpp"

namespace serinus::cli {
namespace {

constexpr const char* kMainFooter = R"(Without a command it runs a node.

Examples:
  serinus --dev                            a development chain of one node, removed when it stops
  serinus --dev -d DIR --sealing instant   kept in DIR, with a block for each transaction
  serinus --collator --chain PARA.json -- --chain RELAY.json
                                           a parachain's collator, and its relay chain's node
  serinus network --validators 4           a local network of four validators
  serinus chain-info --chain dev           genesis and runtime of the built-in development chain
  serinus build-spec --dev > dev.json      its specification
  serinus runtime version --chain SPEC     name and version of a chain's runtime
  serinus import-blocks --chain SPEC FILE  check, execute and keep blocks
  serinus fork --endpoint ws://HOST:9944   a node on a copy of a living chain
  serinus tx --suri //Alice balances.transfer_keep_alive //Bob 1.5
  serinus new chain NAME                   begin a chain of one's own
  serinus COMMAND --help                   what a command does, and its options

Exit status: 0 success, 1 failure, 2 wrong command line, 130 interrupted import.)";

/// What stands behind "--" on the command line of a node; nullopt: there is none, or the first word is a command.
std::optional<std::vector<std::string>> relay_words(int argc, char** argv) {
    if (argc < 2 || argv[1][0] != '-') return std::nullopt;
    char** const end = argv + argc;
    char** const found = std::find(argv + 1, end, std::string_view("--"));
    if (found == end) return std::nullopt;
    return std::vector<std::string>(found + 1, end);
}

}  // namespace

int run_program(int argc, char** argv, const Additions& additions) {
    Program program(additions.name, "Serinus: a node of the Polkadot protocol for Kusama",
                    additions.name + " " SERINUS_VERSION, kMainFooter);
    const Arguments app = program.arguments();
    Command chosen;
    add_chain_info(app, chosen);
    add_build_spec(app, chosen);
    add_export_chain_spec(app, chosen);
    add_key(app, chosen);
    add_tx(app, chosen);
    add_query(app, chosen);
    add_xcm(app, chosen);
    add_doctor(app, chosen);
    add_explain(app, chosen);
    add_runtime(app, chosen);
    add_governance(app, chosen);
    add_cores(app, chosen);
    add_election(app, chosen);
    add_staking(app, chosen);
    add_import_blocks(app, chosen);
    add_export_blocks(app, chosen);
    add_check_block(app, chosen);
    add_export_state(app, chosen);
    add_revert(app, chosen);
    add_purge_chain(app, chosen);
    add_precompile_wasm(app, chosen);
    add_network(app, chosen, additions);
    add_benchmark(app, chosen);
    add_fork(app, chosen);
    add_run_block(app, chosen);
    add_trace(app, chosen);
    add_try_runtime(app, chosen);
    add_snapshot(app, chosen);
    add_new(app, chosen);
    add_pvf(app, chosen);
    add_pvf_worker(app, chosen);
    add_completion(app, program, chosen);
    const auto relay = relay_words(argc, argv);
    const Command run_node = add_run_node(app, relay, additions);
    const int own_words = relay ? argc - static_cast<int>(relay->size()) - 1 : argc;
    if (const auto exit_code = program.parse(own_words, argv)) return *exit_code;
    return chosen ? chosen() : run_node();
}

}  // namespace serinus::cli
