// Programs on three chains in memory: execution ends, what cannot be weighed or is refused changes nothing, and the
// same input gives the same run.
#include "base/assert.hpp"
#include "runtime/xcm/simulator/memory_chain.hpp"
#include "runtime/xcm/versioned.hpp"

namespace {

using namespace serinus;
using namespace serinus::xcm;
using simulator::MemoryChain;

constexpr simulator::ChainId kHub = 1000, kUser = 2000;

Location account(uint8_t byte) {
    ByteArray<32> id{};
    id.fill(byte);
    return {0, {Junction::account_id32(std::nullopt, id)}};
}

}  // namespace

namespace {

using Run = std::pair<Outcome, std::vector<simulator::Delivery>>;

/// The program as an account's on the relay chain, and as a message of a chain that may say anything.
Run run(BytesView input, uint8_t price, uint8_t choice) {
    simulator::Network network;
    MemoryChain relay(simulator::kRelayChain), hub(kHub), user(kUser);
    for (MemoryChain* const chain : {&relay, &hub, &user}) {
        network.add(chain->id(), *chain);
        chain->give(account(1), Asset::fungible(chain->native(), 1'000'000));
    }
    relay.set_delivery_price(price % 8);
    hub.set_delivery_price(price / 8 % 8);
    Outcome outcome;
    const auto versioned = VersionedXcm::decode(input, kMaxDecodeDepth);
    const auto program = versioned ? versioned->latest() : std::nullopt;
    if (program) {
        outcome = relay.execute(choice % 2 == 0 ? account(1) : relay.location_of(kHub), *program);
        const bool is_refused =
            outcome.kind == Outcome::Kind::Error || outcome.error.error.code == Error::Code::Barrier;
        if (is_refused) SERINUS_ASSERT(relay.balance(account(1), relay.native()) == 1'000'000);
        if (outcome.kind == Outcome::Kind::Error) SERINUS_ASSERT(relay.take_outgoing().empty());
    }
    MemoryChain& receiver = choice % 3 == 0 ? relay : hub;
    const auto before = receiver.balance(account(1), receiver.native());
    receiver.receive(kUser, input, 0);
    const Outcome& received = receiver.executed().back().outcome;
    const bool has_run = received.kind != Outcome::Kind::Error && received.error.error.code != Error::Code::Barrier;
    if (!has_run) SERINUS_ASSERT(receiver.balance(account(1), receiver.native()) == before);
    network.run(~simulator::Millis{0}, 200);
    return {outcome, network.deliveries()};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size < 2 || size > (1 << 14)) return 0;
    const BytesView input(data + 2, size - 2);
    SERINUS_ASSERT(run(input, data[0], data[1]) == run(input, data[0], data[1]));
    return 0;
}
