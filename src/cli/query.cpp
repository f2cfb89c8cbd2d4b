// serinus query
#include <boost/json.hpp>

#include "base/hex.hpp"
#include "cli/command.hpp"
#include "cli/log_options.hpp"
#include "cli/state_options.hpp"
#include "platform/files.hpp"
#include "state/overlay.hpp"
#include "tools/query/question.hpp"
#include "tools/query/remote_reader.hpp"

namespace serinus::cli {
namespace {

namespace json = boost::json;

struct QueryOptions {
    StateOptions state;  ///< without --url: that of this command has another meaning
    std::string url;
    std::vector<std::string> words;
    uint32_t timeout_s = 120;
    uint32_t max_entries = 1'000;
    bool keys_only = false, watches = false, watches_final = false, is_json = false;
};

constexpr const char* kQueryFooter =
    R"(QUESTION is one of these; names are compared without regard to case and underscores:

  pallet.item KEY…        a value; with fewer keys than the map has, all of its entries that begin so
  pallet.constant         a constant of the runtime
  api.function ARG…       a function of a runtime API, or (pallet.function) a view function of a pallet
  pallet, api, nothing    what there is to ask for

Keys and arguments are written as for `serinus tx`. Without --chain, --dev or --base-path a node is asked, by default that
of this machine; with one of them the database, which a running node has for itself.

Examples:
  serinus query system.account //Alice --at 100
  serinus query staking.eras_stakers 7000 --url wss://kusama-rpc.polkadot.io
  serinus query balances.existential_deposit --chain ./kusama.json -d data
  serinus query account_nonce_api.account_nonce //Alice
  serinus query system.number --watch)";

/// The state of a block of a database.
class DatabaseReader final : public query::StateReader {
  public:
    explicit DatabaseReader(const OpenState& state) : state_(state) {}

    Result<std::optional<Bytes>, std::string> storage(BytesView key) override {
        auto value = state_.backend().get(state::Area::top(), key);
        if (!value) return Err(value.error().reason);
        return *value ? std::optional(to_bytes(**value)) : std::nullopt;
    }
    Result<std::vector<std::optional<Bytes>>, std::string> values(const std::vector<Bytes>& keys) override {
        std::vector<std::optional<Bytes>> out;
        out.reserve(keys.size());
        for (const Bytes& key : keys) out.push_back(TRY(storage(key)));
        return out;
    }
    Result<std::vector<Bytes>, std::string> keys(BytesView prefix, BytesView after, size_t count) override {
        std::vector<Bytes> out;
        Bytes last = to_bytes(after.empty() ? prefix : after);
        while (out.size() < count) {
            auto next = state_.backend().next_key(state::Area::top(), last);
            if (!next) return Err(next.error().reason);
            if (!*next || (*next)->size() < prefix.size() || !equal(BytesView(**next).first(prefix.size()), prefix))
                break;
            last = **std::move(next);
            out.push_back(last);
        }
        return out;
    }
    Result<Bytes, std::string> call_runtime(std::string_view function, BytesView arguments) override {
        TRY_ASSIGN(const auto runtime, state_.runtime());
        state::Overlay overlay(state_.backend());
        auto answer = state_.executor().call(*runtime.runtime, function, arguments, overlay);
        if (!answer) return Err(answer.error().to_string());
        return *std::move(answer);
    }

  private:
    const OpenState& state_;
};

std::string key_text(const json::value& key) {
    return key.is_string() ? std::string(key.get_string()) : json::serialize(key);
}

std::string value_text(const json::value& value) { return value.is_null() ? "none" : key_text(value); }

std::string answer_text(const query::Answer& answer, bool keys_only) {
    if (!answer.is_map) return value_text(answer.value) + "\n";
    std::string out;
    for (const auto& entry : answer.entries) {
        std::string keys;
        for (const auto& key : entry.keys) keys += (keys.empty() ? "" : " ") + key_text(key);
        out += keys + (keys_only ? "" : ": " + value_text(entry.value)) + "\n";
    }
    return out;
}

std::string answer_json(const query::Answer& answer, uint64_t number, const Hash256& hash, bool keys_only) {
    json::object out{{"block", json::object{{"number", number}, {"hash", to_hex_prefixed(hash.bytes)}}},
                     {"subject", answer.subject}};
    if (!answer.is_map) {
        out["value"] = answer.value;
    } else {
        json::array entries;
        for (const auto& one : answer.entries) {
            json::object entry{{"keys", one.keys}};
            if (!keys_only) entry["value"] = one.value;
            entries.push_back(std::move(entry));
        }
        out["entries"] = std::move(entries);
        out["isCut"] = answer.is_cut;
    }
    return json::serialize(out) + "\n";
}

/// Prints answers; one that is the same as the last one is left out.
class Printer {
  public:
    explicit Printer(const QueryOptions& options) : options_(options) {}

    Result<void, std::string> put(const query::Answer& answer, uint64_t number, const Hash256& hash) {
        std::string text = answer_text(answer, options_.keys_only);
        if (text == last_) return {};
        last_ = std::move(text);
        std::string out = options_.is_json ? answer_json(answer, number, hash, options_.keys_only) : *last_;
        if (options_.watches && !options_.is_json) out = "#" + std::to_string(number) + " " + out;
        ENSURE(print(out), std::string("cannot write to the standard output"));
        if (answer.is_cut) {
            (void)report_error("there are more than " + std::to_string(options_.max_entries) +
                               " entries: give more keys, or a larger --max-entries");
        }
        return {};
    }

  private:
    const QueryOptions& options_;
    std::optional<std::string> last_;
};

compose::TextReader reader_of(const metadata::Metadata& metadata, const compose::Units& units) {
    return {metadata, units, [](const std::string& path) -> Result<Bytes, std::string> {
                constexpr size_t kMaxFile = size_t{64} << 20;
                auto content = platform::read_file(path, kMaxFile);
                if (!content) return Err(content.error().message);
                return to_bytes(as_bytes(*content));
            }};
}

bool is_list(const QueryOptions& options) {
    return options.words.empty() || (options.words.size() == 1 && options.words[0].find('.') == std::string::npos);
}

Result<void, std::string> print_list(const QueryOptions& options, const metadata::Metadata& metadata) {
    TRY_ASSIGN(const auto list, query::list_of(metadata, options.words.empty() ? "" : options.words[0]));
    ENSURE(print(list), std::string("cannot write to the standard output"));
    return {};
}

query::QuestionOptions question_options(const QueryOptions& options) {
    return {.max_entries = options.max_entries, .keys_only = options.keys_only};
}

/// Asks again at each new block, until the connection ends or nobody reads.
Result<void, std::string> watch(const QueryOptions& options, remote::ChainView& chain, Printer& printer) {
    const char* const method = options.watches_final ? "chain_subscribeFinalizedHeads" : "chain_subscribeNewHeads";
    const auto subscription = chain.rpc().call_once(method);
    if (!subscription) return Err(subscription.error().reason);
    for (;;) {
        const auto header = chain.rpc().next_event(*subscription);
        if (!header) return Err(header.error().reason);
        TRY(chain.move_to(options.watches_final ? TRY(chain.finalized()) : TRY(chain.best())));
        query::RemoteReader state(chain);
        auto reader = reader_of(chain.metadata(), chain.units());
        TRY_ASSIGN(const auto answer, query::ask(state, reader, options.words, question_options(options)));
        TRY(printer.put(answer, chain.block().number, chain.block().hash));
    }
}

Result<void, std::string> ask_node(const QueryOptions& options) {
    const std::string url = options.url.empty() ? "ws://127.0.0.1:9944" : options.url;
    TRY_ASSIGN(auto rpc, remote::RpcClient::open(url, {.timeout_ms = options.timeout_s * 1'000}));
    TRY_ASSIGN(const auto chain, remote::ChainView::open(std::move(rpc), options.state.at));
    if (is_list(options)) return print_list(options, chain->metadata());
    // The first answer too is of a final block, unless another one was asked for.
    if (options.watches_final && options.state.at.empty()) TRY(chain->move_to(TRY(chain->finalized())));
    query::RemoteReader state(*chain);
    auto reader = reader_of(chain->metadata(), chain->units());
    TRY_ASSIGN(const auto answer, query::ask(state, reader, options.words, question_options(options)));
    Printer printer(options);
    TRY(printer.put(answer, chain->block().number, chain->block().hash));
    if (options.watches) TRY(watch(options, *chain, printer));
    return {};
}

Result<void, std::string> ask_database(const QueryOptions& options) {
    const auto state = OpenState::open_or_report(options.state);
    if (!state) return Err(std::string());  // reported
    if (is_list(options)) return print_list(options, state->metadata());
    DatabaseReader reader_of_state(*state);
    auto reader = reader_of(state->metadata(), state->spelling());
    TRY_ASSIGN(const auto answer, query::ask(reader_of_state, reader, options.words, question_options(options)));
    return Printer(options).put(answer, state->block().number, state->block().hash);
}

int run(const QueryOptions& options) {
    set_up_log({}, "warn");
    const ChainOptions& chain = options.state.chain.chain;
    const bool is_database = !chain.chain.empty() || chain.dev || !chain.base_path.empty();
    if (is_database && !options.url.empty())
        return report_usage_error("--url names a node, and --chain a database: give one");
    if (is_database && (options.watches || options.watches_final))
        return report_usage_error("--watch and --finalized need a running node: give --url instead of --chain");
    if (options.watches_final && !options.watches && !options.state.at.empty())
        return report_usage_error("--finalized and --at name two blocks: give one");
    const auto done = is_database ? ask_database(options) : ask_node(options);
    if (done) return 0;
    return done.error().empty() ? 1 : report_error(done.error());
}

}  // namespace

void add_query(Arguments app, Command& chosen) {
    auto options = std::make_shared<QueryOptions>();
    const Arguments command = app.add_subcommand("query", "Ask a state: storage, constants, functions of the runtime");
    command.add_option("question", options->words, "What is asked for").type_name("QUESTION");
    command
        .add_option("--url", options->url,
                    "A node of the chain, of any implementation: ws:// or wss://; ws://127.0.0.1:9944 otherwise")
        .type_name("URL");
    command
        .add_option("--at", options->state.at,
                    "The block whose state is meant, by number or hash; the best one otherwise")
        .type_name("BLOCK");
    command.add_flag("--watch", options->watches, "Ask again at each new block, and print what is different");
    command.add_flag("--finalized", options->watches_final,
                     "Of the last final block; with --watch: of each block that becomes final");
    command.add_option("--max-entries", options->max_entries, "How many entries of a map to show")
        .type_name("N")
        .positive()
        .show_default();
    command.add_flag("--keys", options->keys_only, "Of a map: the keys alone");
    command.add_option("--timeout", options->timeout_s, "How long to wait for each answer")
        .type_name("SECONDS")
        .positive()
        .show_default();
    command.add_flag("--json", options->is_json, "Print JSON");
    add_chain_command_options(command, options->state.chain);
    command.footer(kQueryFooter);
    command.callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

}  // namespace serinus::cli
