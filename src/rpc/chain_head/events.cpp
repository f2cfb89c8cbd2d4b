#include "rpc/chain_head/events.hpp"

#include <boost/json/serialize.hpp>

#include "base/hex.hpp"

namespace serinus::rpc::chain_head {
namespace {

std::string hash_list(const std::vector<Hash256>& hashes) {
    std::string out = "[";
    for (const Hash256& hash : hashes) {
        if (out.size() > 1) out += ',';
        out += '"' + to_hex_prefixed(hash.bytes) + '"';
    }
    return out + "]";
}

std::string hash_text(const Hash256& hash) { return '"' + to_hex_prefixed(hash.bytes) + '"'; }

struct ToJson {
    bool with_runtime;

    std::string operator()(const Initialized& event) const {
        std::string out = R"({"event":"initialized","finalizedBlockHashes":)" + hash_list(event.finalized);
        if (with_runtime) out += R"(,"finalizedBlockRuntime":)" + runtime(event.runtime);
        return out + "}";
    }
    std::string operator()(const NewBlock& event) const {
        std::string out = R"({"event":"newBlock","blockHash":)" + hash_text(event.block) + R"(,"parentBlockHash":)" +
                          hash_text(event.parent);
        if (with_runtime) out += R"(,"newRuntime":)" + runtime(event.runtime);
        return out + "}";
    }
    std::string operator()(const BestBlockChanged& event) const {
        return R"({"event":"bestBlockChanged","bestBlockHash":)" + hash_text(event.block) + "}";
    }
    std::string operator()(const Finalized& event) const {
        return R"({"event":"finalized","finalizedBlockHashes":)" + hash_list(event.blocks) +
               R"(,"prunedBlockHashes":)" + hash_list(event.pruned) + "}";
    }
    std::string operator()(const Stop&) const { return R"({"event":"stop"})"; }

    static std::string runtime(const SharedText& text) { return text == nullptr ? "null" : *text; }
};

std::string about_operation(std::string_view event, std::string_view id) {
    return R"({"event":")" + std::string(event) + R"(","operationId":")" + std::string(id) + '"';
}

}  // namespace

std::string to_json(const Event& event, bool with_runtime) { return std::visit(ToJson{with_runtime}, event); }

std::string quoted(std::string_view text) { return boost::json::serialize(boost::json::string_view(text)); }

std::string runtime_json(const executor::RuntimeVersion& version) {
    std::string out = R"({"type":"valid","spec":{"specName":)" + quoted(version.spec_name) + R"(,"implName":)" +
                      quoted(version.impl_name) + R"(,"specVersion":)" + std::to_string(version.spec_version) +
                      R"(,"implVersion":)" + std::to_string(version.impl_version) + R"(,"apis":{)";
    bool first = true;
    for (const executor::RuntimeApi& api : version.apis) {
        if (!first) out += ',';
        first = false;
        out += '"' + to_hex_prefixed(api.id) + "\":" + std::to_string(api.version);
    }
    return out + R"(},"transactionVersion":)" + std::to_string(version.transaction_version) + "}}";
}

std::string invalid_runtime_json(std::string_view error) {
    return R"({"type":"invalid","error":)" + quoted(error) + "}";
}

std::string operation_body_done(std::string_view id, const std::vector<Bytes>& extrinsics) {
    std::string out = about_operation("operationBodyDone", id) + R"(,"value":[)";
    bool first = true;
    for (const Bytes& extrinsic : extrinsics) {
        if (!first) out += ',';
        first = false;
        out += '"' + to_hex_prefixed(extrinsic) + '"';
    }
    return out + "]}";
}

std::string operation_call_done(std::string_view id, BytesView output) {
    return about_operation("operationCallDone", id) + R"(,"output":")" + to_hex_prefixed(output) + "\"}";
}

std::string operation_storage_items(std::string_view id, std::string_view items) {
    return about_operation("operationStorageItems", id) + R"(,"items":[)" + std::string(items) + "]}";
}

std::string operation_waiting_for_continue(std::string_view id) {
    return about_operation("operationWaitingForContinue", id) + "}";
}
std::string operation_storage_done(std::string_view id) { return about_operation("operationStorageDone", id) + "}"; }
std::string operation_inaccessible(std::string_view id) { return about_operation("operationInaccessible", id) + "}"; }
std::string operation_error(std::string_view id, std::string_view error) {
    return about_operation("operationError", id) + R"(,"error":)" + quoted(error) + "}";
}

}  // namespace serinus::rpc::chain_head
