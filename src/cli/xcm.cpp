// serinus xcm: messages between chains, as text
#include <algorithm>
#include <boost/json.hpp>

#include "base/hex.hpp"
#include "cli/chain_options.hpp"
#include "cli/command.hpp"
#include "cli/log_options.hpp"
#include "metadata/shower.hpp"
#include "metadata/value_encoder.hpp"
#include "platform/files.hpp"
#include "platform/terminal.hpp"
#include "tools/compose/text_reader.hpp"
#include "tools/query/remote_reader.hpp"
#include "tools/xcm/dry_run.hpp"
#include "tools/xcm/explanation.hpp"

namespace serinus::cli {
namespace {

namespace json = boost::json;
using xcm_text::AskedChain;

/// Which node is asked: options of all commands, that may stand in front of the command's name too.
struct AskedNode {
    std::string url = "ws://127.0.0.1:9944", at;
    uint32_t timeout_s = 120;
};

struct XcmOptions {
    std::shared_ptr<AskedNode> node;
    std::string message;  ///< hex, text, @FILE, or - for the standard input
    bool is_json = false;
    // dry-run
    std::string origin, call, account;
    std::vector<std::string> others;
};

constexpr size_t kMaxMessageText = size_t{4} << 20;

constexpr const char* kXcmFooter =
    R"(A program of XCM is written with one instruction a line:

  version 5
  WithdrawAsset [1.5 KSM]
  BuyExecution fees: 1.5 KSM, weight_limit: Unlimited
  SetAppendix {
      DepositAsset assets: Wild(AllCounted(1)), beneficiary: ./AccountId32(//Alice)
  }

Locations: `.` is the chain itself, `..` one level up, `../Parachain(1000)/PalletInstance(50)/GeneralIndex(7)` an asset
there. Assets: `1.5 KSM` of the chain's own token, `1000 of ../Parachain(1000)` in smallest units of others. What stands
behind # is left out. MESSAGE is such a text, 0x and hex, @FILE with one of them, or - for the standard input.

Instructions and their fields are those of the chain that is asked, which may be of any implementation.

Examples:
  serinus xcm decode 0x0508…
  serinus xcm encode @message.xcm
  serinus xcm explain 0x0508… --url wss://kusama-rpc.polkadot.io
  serinus xcm dry-run @message.xcm --origin './Parachain(1000)'
  serinus xcm dry-run --call 'xcm_pallet.limited_teleport_assets …' --from //Alice --beside ws://127.0.0.1:9955)";

Result<std::string, std::string> read_message_text(const std::string& message) {
    if (message == "-") {
        auto input = platform::read_standard_input(kMaxMessageText);
        if (!input) return Err(input.error().message);
        return *std::move(input);
    }
    if (!message.starts_with('@')) return message;
    auto content = platform::read_file(message.substr(1), kMaxMessageText);
    if (!content) return Err(content.error().message);
    return std::string(*content);
}

std::string without_space(std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
    return text;
}

/// Whether a parachain with this symbol has the token of its relay chain. Source: the symbols of the system chains of
/// Kusama, Polkadot and their test networks
bool is_relay_symbol(std::string_view symbol) {
    constexpr std::string_view kSymbols[] = {"KSM", "DOT", "WND", "PAS", "ROC"};
    return std::ranges::find(kSymbols, symbol) != std::ranges::end(kSymbols);
}

/// A node that can be asked, with what its chain is.
struct Node {
    std::unique_ptr<remote::ChainView> view;
    std::unique_ptr<query::RemoteReader> state;
    AskedChain chain;

    static Result<Node, std::string> open(const AskedNode& asked) { return open(asked.url, asked.at, asked.timeout_s); }
    static Result<Node, std::string> open(const std::string& url, const std::string& at, uint32_t timeout_s) {
        TRY_ASSIGN(auto rpc, remote::RpcClient::open(url, {.timeout_ms = timeout_s * 1'000}));
        Node node;
        TRY_ASSIGN(node.view, remote::ChainView::open(std::move(rpc), at));
        node.state = std::make_unique<query::RemoteReader>(*node.view);
        AskedChain& chain = node.chain;
        chain.name = node.view->chain_name();
        chain.state = node.state.get();
        chain.metadata = &node.view->metadata();
        chain.spelling.units = node.view->units();
        TRY_ASSIGN(chain.para_id, xcm_text::find_para_id(*node.state, *chain.metadata));
        if (chain.para_id && is_relay_symbol(chain.spelling.units.symbol)) chain.spelling.token_parents = 1;
        return node;
    }
};

/// The type of programs with their version.
Result<uint32_t, std::string> program_type(const metadata::Metadata& metadata) {
    for (const auto& type : metadata.model().types) {
        if (!type.path.empty() && type.path.back() == "VersionedXcm") return type.id.value;
    }
    return Err(std::string("the runtime of this chain knows no XCM"));
}

Result<json::value, std::string> shown_program(const AskedChain& chain, BytesView bytes) {
    TRY_ASSIGN(const uint32_t type, program_type(*chain.metadata));
    metadata::Shower shower(*chain.metadata,
                            {.address_prefix = chain.spelling.units.prefix, .max_shown_bytes = kMaxMessageText});
    auto shown = shower.show(type, bytes);
    if (!shown) return Err("this is no program of XCM that " + chain.name + " knows");
    return *std::move(shown);
}

Result<Bytes, std::string> encoded_program(const AskedChain& chain, const json::value& program) {
    TRY_ASSIGN(const uint32_t type, program_type(*chain.metadata));
    return metadata::ValueEncoder(*chain.metadata).encode(type, program);
}

/// As the chain reads it: what it does not know is an error.
Result<json::value, std::string> checked_program(const AskedChain& chain, const json::value& program) {
    TRY_ASSIGN(const Bytes bytes, encoded_program(chain, program));
    return shown_program(chain, bytes);
}

/// A program from hex, JSON or text.
Result<json::value, std::string> program_of(const AskedChain& chain, const std::string& input) {
    const std::string word = without_space(input);
    if (word.starts_with("0x")) {
        const auto bytes = from_hex_prefixed(word);
        if (!bytes)
            return Err(std::string("the hex text has an odd number of digits, or others than 0 to 9 and a to f"));
        return shown_program(chain, *bytes);
    }
    if (word.starts_with("{\"V")) {
        boost::system::error_code error;
        auto parsed = json::parse(input, error);
        if (error) return Err("the JSON does not parse: " + error.message());
        return checked_program(chain, parsed);
    }
    TRY_ASSIGN(const auto program, xcm_text::read_program(input, chain.spelling));
    return checked_program(chain, program);
}

Result<std::string, std::string> decoded_message(const XcmOptions& options) {
    TRY_ASSIGN(const auto input, read_message_text(options.message));
    TRY_ASSIGN(const Node node, Node::open(*options.node));
    TRY_ASSIGN(const auto program, program_of(node.chain, input));
    return options.is_json ? json::serialize(program) + "\n" : xcm_text::program_text(program, node.chain.spelling);
}

Result<std::string, std::string> encoded_message(const XcmOptions& options) {
    TRY_ASSIGN(const auto input, read_message_text(options.message));
    TRY_ASSIGN(const Node node, Node::open(*options.node));
    TRY_ASSIGN(const auto program, program_of(node.chain, input));
    TRY_ASSIGN(const Bytes bytes, encoded_program(node.chain, program));
    return to_hex_prefixed(bytes) + "\n";
}

Result<std::string, std::string> explained_message(const XcmOptions& options) {
    TRY_ASSIGN(const auto input, read_message_text(options.message));
    TRY_ASSIGN(const Node node, Node::open(*options.node));
    TRY_ASSIGN(const auto program, program_of(node.chain, input));
    return xcm_text::explain(program, node.chain.spelling);
}

Result<std::string, std::string> tried_message(const XcmOptions& options) {
    std::vector<Node> nodes;
    TRY_ASSIGN(auto first, Node::open(*options.node));
    nodes.push_back(std::move(first));
    for (const std::string& url : options.others) {
        TRY_ASSIGN(auto other, Node::open(url, "", options.node->timeout_s));
        nodes.push_back(std::move(other));
    }
    std::vector<AskedChain> chains;
    chains.reserve(nodes.size());
    for (const Node& node : nodes) chains.push_back(node.chain);
    const AskedChain& chain = chains[0];
    if (!options.call.empty()) {
        compose::TextReader reader(*chain.metadata, chain.spelling.units,
                                   [](const std::string& path) -> Result<Bytes, std::string> {
                                       auto content = platform::read_file(path, kMaxMessageText);
                                       if (!content) return Err(content.error().message);
                                       return to_bytes(as_bytes(*content));
                                   });
        TRY_ASSIGN(const Bytes account, compose::read_account(options.account));
        const auto call_type = chain.metadata->call_type();
        ENSURE(call_type.has_value(), std::string("the metadata does not say what a call is"));
        TRY_ASSIGN(const Bytes call, reader.read_value(*call_type, "", options.call));
        return xcm_text::dry_run_call(chains, account, call);
    }
    TRY_ASSIGN(const auto input, read_message_text(options.message));
    TRY_ASSIGN(const auto program, program_of(chain, input));
    TRY_ASSIGN(const auto origin, xcm_text::read_location(options.origin, 5, chain.spelling));
    return xcm_text::dry_run_program(chains, origin, program);
}

int finish_xcm(const Result<std::string, std::string>& done) {
    if (!done) return report_error(done.error());
    return print(*done) ? 0 : 1;
}

void add_asked_node_options(Arguments command, AskedNode& options) {
    command.add_option("--url", options.url, "A node of the chain, of any implementation: ws:// or wss://")
        .type_name("URL")
        .show_default();
    command
        .add_option("--at", options.at,
                    "The block whose runtime and state are meant, by number or hash; the best one otherwise")
        .type_name("BLOCK");
    command.add_option("--timeout", options.timeout_s, "How long to wait for each answer")
        .type_name("SECONDS")
        .positive()
        .show_default();
}

}  // namespace

void add_xcm(Arguments app, Command& chosen) {
    const Arguments group =
        app.add_subcommand("xcm", "Messages between chains: as text, in sentences, tried without effect");
    group.footer(kXcmFooter);
    group.require_subcommand();
    const auto node = std::make_shared<AskedNode>();
    add_asked_node_options(group, *node);
    const auto add = [&](const char* name, const char* help, auto function) {
        auto options = std::make_shared<XcmOptions>();
        options->node = node;
        const Arguments command = group.add_subcommand(name, help);
        command.add_option("message", options->message, "The program: text, hex, @FILE, or -")
            .type_name("MESSAGE")
            .required();
        add_asked_node_options(command, *node);
        command.footer(kXcmFooter);
        command.callback([&chosen, options, function] {
            chosen = [options, function] {
                set_up_log({}, "warn");
                return finish_xcm(function(*options));
            };
        });
        return std::pair(command, options);
    };
    const auto [decoding, decode_options] = add("decode", "A message as text", decoded_message);
    decoding.add_flag("--json", decode_options->is_json, "Print JSON");
    add("encode", "A message as hex, from text or JSON", encoded_message);
    add("explain", "What a message does, in sentences", explained_message);
    auto options = std::make_shared<XcmOptions>();
    options->node = node;
    const Arguments trying =
        group.add_subcommand("dry-run", "What a message, or a call, would do here and at the chains that it sends to");
    trying.add_option("message", options->message, "The program: text, hex, @FILE, or -").type_name("MESSAGE");
    trying
        .add_option("--origin", options->origin,
                    "Where the message comes from, as this chain sees it: .., ./Parachain(1000)")
        .type_name("LOCATION");
    trying.add_option("--call", options->call, "A call instead of a message, as for `serinus tx`").type_name("CALL");
    trying.add_option("--from", options->account, "The account that signs the call").type_name("ACCOUNT");
    trying.add_option("--beside", options->others, "Nodes of other chains: messages to these run there")
        .type_name("URL");
    add_asked_node_options(trying, *node);
    trying.footer(kXcmFooter);
    trying.callback([&chosen, options] {
        chosen = [options] {
            set_up_log({}, "warn");
            const bool is_call = !options->call.empty();
            if (is_call == !options->message.empty())
                return report_usage_error("give a message, or --call with --from");
            if (is_call ? options->account.empty() : options->origin.empty())
                return report_usage_error(is_call ? "--from is missing: the account that signs the call"
                                                  : "--origin is missing: where the message comes from, as `..`");
            return finish_xcm(tried_message(*options));
        };
    });
}

}  // namespace serinus::cli
