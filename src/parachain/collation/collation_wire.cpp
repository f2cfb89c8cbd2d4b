#include "parachain/collation/collation_wire.hpp"

namespace serinus::parachain {
namespace {

template <class M>
std::optional<CollationInput> decode_input(BytesView bytes) {
    const auto message = scale::decode<PeerMessage<M>>(bytes);
    if (!message) return std::nullopt;
    if (const auto* content = std::get_if<typename PeerMessage<M>::Protocol>(&message->v)) {
        return CollationInput(CollationMessage(content->_0));
    }
    return CollationInput(std::get<typename PeerMessage<M>::ViewUpdate>(message->v)._0);
}

}  // namespace

std::optional<CollationInput> decode_collation(uint8_t version, BytesView bytes) {
    switch (version) {
        case 1:
            return decode_input<CollatorMessageV1>(bytes);
        case 2:
            return decode_input<CollatorMessageV2>(bytes);
        case 3:
            return decode_input<CollatorMessageV3>(bytes);
        default:
            return decode_input<AdvertiseSegment>(bytes);
    }
}

Bytes encode_collation(const CollationMessage& message) {
    return std::visit(
        [](const auto& one) {
            using M = std::decay_t<decltype(one)>;
            return scale::encode(PeerMessage<M>{typename PeerMessage<M>::Protocol{one}});
        },
        message);
}

}  // namespace serinus::parachain
