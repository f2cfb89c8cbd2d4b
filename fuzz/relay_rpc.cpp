// JSON-RPC servers of a relay chain that send what they like: whatever it is, the chain that a parachain's node follows
// has each block once, under its hash, a final block that never goes back and a best one that is not below it; nothing
// that is asked waits for ever, and headers and proofs are those of the block that they were asked for.
//
// The input is lines, one for each message. The first character says which kind it is:
//     =JSON    the answer to what was asked     !JSON    an error as the answer
//     0JSON    a notification of all blocks, 1 of best ones, 2 of final ones; bN with N a letter: block N of a chain
//     .        what an honest server answers    -        the connection ends
//     ~        time passes                      ?        the chain is not followed any more: what comes is asked for
// Others are sent as they are.
#include <boost/json.hpp>
#include <map>
#include <set>

#include "base/assert.hpp"
#include "base/hex.hpp"
#include "collator/relay_rpc/rpc_relay_chain.hpp"
#include "collator/relay_rpc/test_relay_headers.hpp"
#include "runtime_api/parachain_host/parachain_host.hpp"

using namespace serinus;
using namespace serinus::collator;
namespace json = boost::json;
using primitives::Header;

namespace {

constexpr size_t kMaxLines = 512;

std::string hex_of(BytesView bytes) { return to_hex_prefixed(bytes); }

const std::vector<Header>& honest_chain() {
    static const auto chain = header_chain(100, 26);
    return chain;
}

json::value header_json(const Header& header) {
    return json::object{{"parentHash", hex_of(header.parent_hash.bytes)},
                        {"number", hex_of(Bytes{0, 0, 0, static_cast<uint8_t>(header.number.value)})},
                        {"stateRoot", hex_of(header.state_root.bytes)},
                        {"extrinsicsRoot", hex_of(header.extrinsics_root.bytes)},
                        {"digest", json::object{{"logs", json::array()}}}};
}

json::value honest_answer(std::string_view method, const json::array& params) {
    if (method == "chain_getBlockHash") return json::value(hex_of(Hash256{}.bytes));
    if (method == "chain_getFinalizedHead") {
        return json::value(hex_of(primitives::header_hash(honest_chain().front()).bytes));
    }
    if (method == "system_health") return json::object{{"isSyncing", false}};
    if (method == "chain_subscribeAllHeads") return 0;
    if (method == "chain_subscribeNewHeads") return 1;
    if (method == "chain_subscribeFinalizedHeads") return 2;
    if (method != "chain_getHeader") return nullptr;
    if (params.empty()) return header_json(honest_chain()[2]);
    for (const Header& one : honest_chain()) {
        if (params[0] == json::value(hex_of(primitives::header_hash(one).bytes))) return header_json(one);
    }
    return nullptr;
}

/// What all connections send, in one order.
class Script {
  public:
    explicit Script(std::string_view text) {
        while (!text.empty() && lines_.size() < kMaxLines) {
            const size_t end = std::min(text.find('\n'), text.size());
            lines_.emplace_back(text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
    }
    bool is_over() const { return next_ == lines_.size(); }
    bool follows() const { return !is_over() && !lines_[next_].starts_with('?'); }
    /// Nothing more comes before "?" but ends of connections.
    std::string_view take() { return follows() ? lines_[next_++] : std::string_view("-"); }
    void end_following() {
        while (follows()) ++next_;
        if (!is_over()) ++next_;
    }
    uint64_t now_ms = 1;

  private:
    std::vector<std::string_view> lines_;
    size_t next_ = 0;
};

class HostileWire final : public fork::Connection {
  public:
    explicit HostileWire(Script& script) : script_(script) {}
    Result<void, std::string> send(const std::string& message) override {
        request_ = json::parse(message);
        return {};
    }
    Result<std::string, std::string> receive(bool) override {
        const std::string line(script_.take());
        const std::string rest = line.substr(std::min<size_t>(1, line.size()));
        const json::value id = request_.is_object() ? request_.at("id") : json::value(nullptr);
        const auto answer = [&](const std::string& field, const std::string& value) {
            return R"({"jsonrpc":"2.0","id":)" + json::serialize(id) + ",\"" + field + "\":" + value + "}";
        };
        switch (line.empty() ? '\0' : line.front()) {
            case '-':
                return Err(std::string("the connection is closed"));
            case '~':
                script_.now_ms += 200'000;
                return std::string("{}");
            case '=':
                return answer("result", rest);
            case '!':
                return answer("error", rest);
            case '.':
                if (!request_.is_object()) return std::string("{}");
                return answer("result", json::serialize(honest_answer(request_.at("method").get_string(),
                                                                      request_.at("params").get_array())));
            case '0':
            case '1':
            case '2': {
                std::string block = rest;
                if (rest.size() == 2 && rest[0] == 'b' && rest[1] >= 'a' && rest[1] <= 'z') {
                    block = json::serialize(header_json(honest_chain()[static_cast<size_t>(rest[1] - 'a')]));
                }
                return R"({"jsonrpc":"2.0","method":"h","params":{"subscription":)" + line.substr(0, 1) +
                       ",\"result\":" + block + "}}";
            }
            default:
                return line;
        }
    }

  private:
    Script& script_;
    json::value request_;
};

class StrictListener final : public RelayChainListener {
  public:
    void on_block(const RelayBlock& block) override {
        SERINUS_ASSERT(block.id.hash == primitives::header_hash(*block.header));
        SERINUS_ASSERT(block.id.number == block.header->number.value);
        // The lines are too few for one to be forgotten.
        SERINUS_ASSERT(numbers.size() >= RelayBlocks::kMaxKnown ||
                       numbers.emplace(block.id.hash, block.id.number).second);
    }
    void on_best(const chain::BlockId& block) override {
        check_is_told(block);
        best = block;
    }
    void on_final(const chain::BlockId& block) override {
        check_is_told(block);
        SERINUS_ASSERT(!final || block.number > final->number);
        final = block;
    }
    void check_is_told(const chain::BlockId& block) const {
        const auto told = numbers.find(block.hash);
        SERINUS_ASSERT(numbers.size() >= RelayBlocks::kMaxKnown ||
                       (told != numbers.end() && told->second == block.number));
    }

    std::map<Hash256, uint64_t> numbers;
    std::optional<chain::BlockId> best, final;
};

void ask_everything(RpcRelayChain& chain, const Hash256& block, const Hash256& root) {
    if (const auto header = chain.find_header(block); header && *header != nullptr) {
        SERINUS_ASSERT(primitives::header_hash(**header) == block);
    }
    (void)chain.calls().ask(block, runtime_api::parachain_host::kSessionIndexForChild);
    const auto state = chain.state_of(block);
    if (!state) return;
    const std::vector<Bytes> keys = {{1}, {1, 2, 3}};
    (void)(*state)->get(keys.front());
    if (const auto proof = (*state)->prove(keys)) {
        trie::ProofSource source(*proof);
        const trie::TrieReader reader(source, root);
        for (const Bytes& key : keys) SERINUS_ASSERT(reader.get(key).has_value());
    }
    (void)(*state)->prove_child(keys.front(), keys);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    Script script({reinterpret_cast<const char*>(data), size});
    std::stop_source stop;
    const auto connect = [&](size_t, const auto&) -> Result<std::unique_ptr<fork::Connection>, std::string> {
        if (script.is_over()) return Err(std::string("cannot connect: refused"));
        return std::unique_ptr<fork::Connection>(std::make_unique<HostileWire>(script));
    };
    const auto wait = [&](uint64_t duration_ms, const auto&) {
        script.now_ms += duration_ms;
        if (!script.follows()) stop.request_stop();
    };
    RpcRelayChain chain({.urls = {"ws://a", "ws://b"}, .chain_name = "Relay", .genesis_hash = {}},
                        {.connect = connect, .wait = wait, .now_ms = [&] {
                             if (!script.follows()) stop.request_stop();
                             return script.now_ms;
                         }});
    StrictListener listener;
    chain.add_listener(listener);
    if (chain.start()) {
        chain.follow(stop.get_token());
        SERINUS_ASSERT(listener.best && chain.best().hash == listener.best->hash);
        SERINUS_ASSERT(listener.final && chain.finalized().hash == listener.final->hash);
        SERINUS_ASSERT(chain.best().number >= chain.finalized().number);
    }
    script.end_following();
    const Header& asked = honest_chain()[9];
    while (!script.is_over()) {
        script.now_ms += RelayServers::kMaxPauseMs;
        ask_everything(chain, primitives::header_hash(asked), asked.state_root);
        if (script.follows())
            (void)script.take();  // each round has a line less, whatever was asked
        else
            script.end_following();
    }
    return 0;
}
