#include "collator/relay_rpc/relay_questions.hpp"

#include "fork/origin/origin_calls.hpp"
#include "runtime_api/api_version.hpp"

namespace serinus::collator {

namespace json = boost::json;
using executor::CallError;
using fork::RpcError;
using primitives::Header;
using state::StateError;

namespace {

RpcError misformed(const std::string& reason) {
    return {.kind = RpcError::Kind::kRefused, .code = 0, .reason = "the server's answer cannot be used: " + reason};
}

std::string hex_of(const Hash256& block) { return to_hex_prefixed(block.bytes); }

template <class T>
Result<T, RpcError> formed(Result<T, std::string> value) {
    if (!value) return Err(misformed(value.error()));
    return *std::move(value);
}

/// Observed: the words of polkadot 1.25.1
bool lacks_state(const RpcError& error) {
    if (error.kind == RpcError::Kind::kConnection) return true;
    for (const char* words : {"UnknownBlock", "Unknown block", "already discarded", "was not found", "pruned"}) {
        if (error.reason.find(words) != error.reason.npos) return true;
    }
    return false;
}

CallError call_error(const RpcError& error) {
    using Kind = CallError::Kind;
    return {.kind = lacks_state(error) ? Kind::kState : Kind::kTrap, .reason = error.reason};
}

StateError state_error(const RpcError& error) {
    using Kind = StateError::Kind;
    return {lacks_state(error) ? Kind::kMissing : Kind::kIo, error.reason};
}

Result<std::vector<executor::RuntimeApi>, std::string> apis_of(const json::value& version) {
    const auto* fields = version.if_object();
    const auto* apis = fields == nullptr ? nullptr : fields->if_contains("apis");
    if (apis == nullptr || !apis->is_array()) return Err(std::string("a version of a runtime has no list of APIs"));
    ENSURE(apis->get_array().size() <= RelayQuestions::kMaxApis, std::string("a runtime has too many APIs"));
    std::vector<executor::RuntimeApi> out;
    for (const json::value& one : apis->get_array()) {
        const auto* pair = one.if_array();
        ENSURE(pair != nullptr && pair->size() == 2, std::string("an API is no pair of its name and its version"));
        TRY_ASSIGN(const Bytes id, fork::bytes_of(pair->front(), "the name of an API"));
        boost::system::error_code no_number;
        executor::RuntimeApi api{.version = pair->back().to_number<uint32_t>(no_number)};
        ENSURE(!no_number && id.size() == api.id.size(), std::string("an API has no name or no version"));
        std::ranges::copy(id, api.id.begin());
        out.push_back(api);
    }
    return out;
}

Result<trie::StorageProof, std::string> proof_of(const json::value& answer, const Hash256& block) {
    const auto* fields = answer.if_object();
    const auto* at = fields == nullptr ? nullptr : fields->if_contains("at");
    const auto* proof = fields == nullptr ? nullptr : fields->if_contains("proof");
    if (at == nullptr || proof == nullptr || !proof->is_array())
        return Err(std::string("a proof has no list of nodes"));
    TRY_ASSIGN(const Hash256 of, fork::hash_of(*at, "the block of a proof"));
    ENSURE(of == block, std::string("a proof is of another block than was asked for"));
    std::vector<Bytes> nodes;
    nodes.reserve(proof->get_array().size());
    for (const json::value& one : proof->get_array()) nodes.push_back(TRY(fork::bytes_of(one, "a node of a proof")));
    return trie::StorageProof(std::move(nodes));
}

/// Whether the proof says of each of these keys what the state has there.
bool proves(const trie::StorageProof& proof, const Hash256& root, std::span<const Bytes> keys) {
    trie::ProofSource source(proof);
    const trie::TrieReader reader(source, root);
    return std::ranges::all_of(keys, [&](const Bytes& key) { return reader.get(key).has_value(); });
}

json::array hex_list(std::span<const Bytes> keys) {
    json::array out;
    out.reserve(keys.size());
    for (const Bytes& key : keys) out.emplace_back(to_hex_prefixed(key));
    return out;
}

}  // namespace

Result<std::optional<Header>, RpcError> ask_header(const AskServer& ask, const std::optional<Hash256>& block) {
    json::array params;
    if (block) params.emplace_back(hex_of(*block));
    TRY_ASSIGN(const json::value answer, ask("chain_getHeader", params));
    if (answer.is_null()) return std::optional<Header>();
    TRY_ASSIGN(Header header, formed(fork::header_of(answer)));
    if (block && primitives::header_hash(header) != *block) {
        return Err(misformed("it is the header of another block than was asked for"));
    }
    return std::optional(std::move(header));
}

Result<std::optional<Hash256>, RpcError> ask_hash(const AskServer& ask, primitives::BlockNumber number) {
    TRY_ASSIGN(const json::value answer, ask("chain_getBlockHash", {number}));
    if (answer.is_null()) return std::optional<Hash256>();
    return std::optional(TRY(formed(fork::hash_of(answer, "the hash of a block"))));
}

Result<Hash256, RpcError> ask_final_hash(const AskServer& ask) {
    TRY_ASSIGN(const json::value answer, ask("chain_getFinalizedHead", {}));
    return formed(fork::hash_of(answer, "the hash of the final block"));
}

Result<bool, RpcError> ask_is_syncing(const AskServer& ask) {
    const auto answer = ask("system_health", {});
    if (!answer) {
        if (answer.error().kind == RpcError::Kind::kConnection) return Err(answer.error());
        return false;
    }
    const auto* fields = answer->if_object();
    const auto* is_syncing = fields == nullptr ? nullptr : fields->if_contains("isSyncing");
    return is_syncing != nullptr && is_syncing->is_bool() && is_syncing->get_bool();
}

/// The state after a block of another node's chain.
class RelayQuestions::State final : public RelayState {
  public:
    State(const AskServer& ask, const Hash256& block, const Hash256& root) : ask_(ask), block_(block), root_(root) {}

    Result<std::optional<Bytes>, StateError> get(BytesView key) override {
        auto answer = ask_("state_getStorage", {to_hex_prefixed(key), hex_of(block_)});
        if (!answer) return Err(state_error(answer.error()));
        if (answer->is_null()) return std::optional<Bytes>();
        auto value = fork::bytes_of(*answer, "a value");
        if (!value) return Err(StateError{StateError::Kind::kCorrupt, value.error()});
        return std::optional(*std::move(value));
    }
    Result<trie::StorageProof, StateError> prove(std::span<const Bytes> keys) override {
        TRY_ASSIGN(auto proof, ask_proof("state_getReadProof", {hex_list(keys), hex_of(block_)}));
        if (!proves(proof, root_, keys)) {
            return Err(StateError{StateError::Kind::kCorrupt,
                                  "the server's proof does not prove what the state after the block has"});
        }
        return proof;
    }
    Result<trie::StorageProof, StateError> prove_child(BytesView child, std::span<const Bytes> keys) override {
        const Bytes name = concat(as_bytes(":child_storage:default:"), child);
        return ask_proof("state_getChildReadProof", {to_hex_prefixed(name), hex_list(keys), hex_of(block_)});
    }

  private:
    Result<trie::StorageProof, StateError> ask_proof(std::string_view method, const json::array& params) {
        const auto answer = ask_(method, params);
        if (!answer) return Err(state_error(answer.error()));
        auto proof = proof_of(*answer, block_);
        if (!proof) return Err(StateError{StateError::Kind::kCorrupt, proof.error()});
        return *std::move(proof);
    }

    const AskServer& ask_;
    Hash256 block_, root_;
};

auto RelayQuestions::find_header(const Hash256& block) -> Result<HeaderPtr, std::string> {
    {
        const std::lock_guard lock(mutex_);
        const auto kept = headers_.by_block.find(block);
        if (kept != headers_.by_block.end()) return kept->second;
    }
    auto found = ask_header(ask_, block);
    if (!found) return Err(found.error().reason);
    if (!*found) return HeaderPtr();
    auto header = std::make_shared<const Header>(**std::move(found));
    keep_header(block, header);
    return HeaderPtr(std::move(header));
}

void RelayQuestions::keep_header(const Hash256& block, HeaderPtr header) {
    const std::lock_guard lock(mutex_);
    headers_.put(block, std::move(header), kMaxHeaders);
}

Result<std::unique_ptr<RelayState>, std::string> RelayQuestions::state_of(const Hash256& block) {
    TRY_ASSIGN(const auto header, find_header(block));
    ENSURE(header != nullptr, std::string("the server does not know the block"));
    return std::unique_ptr<RelayState>(std::make_unique<State>(ask_, block, header->state_root));
}

runtime_api::OrCallError<Bytes> RelayQuestions::execute(const Hash256& block, std::string_view name,
                                                        BytesView arguments, const executor::CallContext&) {
    const auto answer = ask_("state_call", {name, to_hex_prefixed(arguments), hex_of(block)});
    if (!answer) return Err(call_error(answer.error()));
    auto bytes = fork::bytes_of(*answer, "the answer of a call");
    if (!bytes) return Err(CallError{.kind = CallError::Kind::kBadResult, .reason = bytes.error()});
    return *std::move(bytes);
}

runtime_api::OrCallError<executor::RuntimeVersion> RelayQuestions::version_at(const Hash256& block) {
    {
        const std::lock_guard lock(mutex_);
        const auto kept = versions_.by_block.find(block);
        if (kept != versions_.by_block.end()) return kept->second;
    }
    const auto answer = ask_("state_getRuntimeVersion", {hex_of(block)});
    if (!answer) return Err(call_error(answer.error()));
    auto apis = apis_of(*answer);
    if (!apis) return Err(CallError{.kind = CallError::Kind::kBadResult, .reason = apis.error()});
    executor::RuntimeVersion version;
    version.apis = *std::move(apis);
    const std::lock_guard lock(mutex_);
    versions_.put(block, version, kMaxVersions);
    return version;
}

runtime_api::OrCallError<std::optional<uint32_t>> RelayQuestions::find_api(const Hash256& block, std::string_view api) {
    TRY_ASSIGN(const executor::RuntimeVersion version, version_at(block));
    return runtime_api::find_api(version, api);
}

}  // namespace serinus::collator
