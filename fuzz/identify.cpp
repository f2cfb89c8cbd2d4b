// What a peer says of itself: messages of protobuf that are understood are written again to mean the same.
#include "network/identify/identify.hpp"
#include "base/assert.hpp"

using namespace serinus;
using namespace serinus::network;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const BytesView input(data, size);
    size_t fields = 0;
    for (wire::ProtobufReader reader(input);; ++fields) {
        const auto field = reader.next();
        if (!field || !*field) break;
        SERINUS_ASSERT((*field)->number > 0 && (*field)->bytes.size() <= size);
    }
    SERINUS_ASSERT(fields <= size);
    const auto message = decode_identify(input);
    if (!message) return 0;
    SERINUS_ASSERT(message->listen_addresses.size() + message->protocols.size() <= fields);
    if (size > kMaxIdentifyBytes / 2) return 0;  // what does not fit is left out
    const auto again = decode_identify(encode_identify(*message));
    SERINUS_ASSERT(again.has_value());
    SERINUS_ASSERT(again->listen_addresses == message->listen_addresses && again->protocols == message->protocols);
    SERINUS_ASSERT(again->agent_version == message->agent_version && again->public_key == message->public_key);
    SERINUS_ASSERT(again->observed_address == message->observed_address);
    return 0;
}
