#include "tests/cli/kusama_blocks.hpp"

#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::test {

std::optional<KusamaStart> KusamaStart::load() {
    const auto spec = shared_data("genesis/kusama.json");
    const auto block = shared_data("blocks/kusama-1.json");
    if (!spec || !block) return std::nullopt;
    const Json json = Json::read(*block);
    KusamaStart out;
    out.spec = *spec;
    auto header = scale::decode<primitives::Header>(json["headerScale"].hex());
    auto body = scale::decode<primitives::Body>(json["bodyScale"].hex());
    SERINUS_ASSERT(header && body);
    out.block_1 = {{*std::move(header), *std::move(body)}, std::nullopt};
    out.genesis_hash = json["parentHash"].text();
    out.hash_1 = json["hash"].text();
    out.state_root_1 = json["expectedStateRoot"].text();
    return out;
}

std::string binary_file(const std::vector<primitives::SignedBlock>& blocks) {
    Bytes out(8);
    store_le<uint64_t>(out.data(), blocks.size());
    for (const auto& block : blocks) append(out, scale::encode(block));
    return std::string(as_text(out));
}

std::string json_file(const std::vector<primitives::SignedBlock>& blocks) {
    std::string out;
    const auto list = [&](const auto& items) {
        bool first = true;
        for (const auto& item : items) {
            out += (first ? "\"" : ",\"") + to_hex_prefixed(scale::encode(item)) + "\"";
            first = false;
        }
    };
    for (const auto& [block, justifications] : blocks) {
        char number[16];
        std::snprintf(number, sizeof number, "0x%x", block.header.number.value);
        out += R"({"block":{"header":{"parentHash":")" + to_hex_prefixed(block.header.parent_hash.bytes) +
               R"(","number":")" + number + R"(","stateRoot":")" + to_hex_prefixed(block.header.state_root.bytes) +
               R"(","extrinsicsRoot":")" + to_hex_prefixed(block.header.extrinsics_root.bytes) +
               R"(","digest":{"logs":[)";
        list(block.header.digest);
        out += R"(]}},"extrinsics":[)";
        list(block.body);
        out += "]},\"justifications\":null}";
        SERINUS_ASSERT(!justifications);
    }
    return out;
}

}  // namespace serinus::test
