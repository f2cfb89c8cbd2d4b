#include "tools/launcher/inclusion_watch.hpp"

#include <boost/json.hpp>

#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "hashing/hashing.hpp"
#include "metadata/metadata.hpp"
#include "primitives/header.hpp"
#include "tools/launcher/json_rpc.hpp"

namespace serinus::launcher {
namespace {

constexpr uint64_t kHeadTimeoutMs = 1'000;
constexpr size_t kMaxHeadAnswerBytes = size_t{1} << 20;

/// The hasher of Paras.Heads is Twox64Concat.
Bytes key_of_head(uint32_t para) {
    const Bytes id = scale::encode(para);
    return concat(metadata::item_prefix("Paras", "Heads"), hashing::twox_64_concat(id));
}

std::optional<uint64_t> number_of_answer(const Result<boost::json::value, JsonRpcError>& answer) {
    const auto* const text = answer ? answer->if_string() : nullptr;
    if (text == nullptr) return std::nullopt;
    const auto stored = from_hex_prefixed(*text);
    return stored ? number_of_head(*stored) : std::nullopt;
}

}  // namespace

std::optional<uint64_t> number_of_head(BytesView stored) {
    const auto head = scale::decode<Bytes>(stored);
    if (!head) return std::nullopt;
    const auto header = scale::decode<primitives::Header>(*head);
    return header ? std::optional<uint64_t>(header->number) : std::nullopt;
}

void InclusionWatch::expect(uint32_t para, uint64_t since_ms) { expected_.push_back({para, since_ms, false}); }

std::vector<InclusionWatch::FirstBlock> InclusionWatch::look(uint16_t rpc_port) {
    std::vector<FirstBlock> out;
    JsonRpc rpc(http_, "http://127.0.0.1:" + std::to_string(rpc_port), scheduler_.unix_now_ms() + kHeadTimeoutMs,
                kMaxHeadAnswerBytes);
    std::erase_if(expected_, [&](Expected& one) {
        const auto number = number_of_answer(rpc.call("state_getStorage", {to_hex_prefixed(key_of_head(one.para))}));
        if (!number) return false;
        if (*number == 0) {
            one.is_new = true;
            return false;
        }
        if (one.is_new) out.push_back({one.para, *number, scheduler_.now_ms() - one.since_ms});
        return true;
    });
    return out;
}

}  // namespace serinus::launcher
