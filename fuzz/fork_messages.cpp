// Messages in the states of relay chains and parachains: what is understood is encoded to the same bytes, but for
// lengths that were not in their shortest form, and a queue that is understood takes one message more.
#include "base/assert.hpp"
#include "codec/scale.hpp"
#include "fork/messages/chain_messages.hpp"

using namespace serinus;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const BytesView input(data, size);
    if (const auto queue = fork::decode_downward_queue(input)) {
        SERINUS_ASSERT(fork::decode_downward_queue(scale::encode(*queue)) == queue);
    }
    if (const auto messages = fork::decode_horizontal_messages(input)) {
        SERINUS_ASSERT(fork::decode_horizontal_messages(scale::encode(*messages)) == messages);
    }
    if (const auto messages = fork::decode_upward_messages(input)) {
        for (const Bytes& message : *messages) SERINUS_ASSERT(!message.empty());
        SERINUS_ASSERT(fork::decode_upward_messages(scale::encode(*messages)) == messages);
    }
    // The first byte says how many reads find the rest; all others find nothing.
    if (size == 0) return 0;
    uint8_t reads = data[0];
    const fork::ReadValue read = [&](const Bytes&) -> Result<std::optional<Bytes>, std::string> {
        return reads-- % 4 == 0 ? std::optional(to_bytes(input.subspan(1))) : std::nullopt;
    };
    const auto changes = fork::append_upward_messages(read, {{7, {{1, 2, 3}}}});
    SERINUS_ASSERT(changes ? !changes->empty() : !changes.error().empty());
    return 0;
}
