// The file of the address book, which others may have damaged: it is taken whole or not at all, within the bounds, and
// what was taken is written again to mean the same. The hash at its end is made right, as it would stop nearly all.
#include "base/assert.hpp"
#include "hashing/hashing.hpp"
#include "network/peers/book.hpp"

using namespace serinus;
using namespace serinus::network;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    constexpr BookOptions kOptions = {.max_peers = 16, .max_addresses_per_peer = 4};
    const BytesView input(data, size);
    AddressBook book(kOptions);
    SERINUS_ASSERT(!book.restore(input) && book.size() == 0);
    const auto anchors = book.restore(concat(input, hashing::blake2b_256(input).bytes));
    if (!anchors) {
        SERINUS_ASSERT(book.size() == 0);
        return 0;
    }
    SERINUS_ASSERT(book.size() <= kOptions.max_peers);
    for (const auto& peer : book.peers()) {
        SERINUS_ASSERT(book.addresses(peer).size() <= kOptions.max_addresses_per_peer);
    }
    AddressBook again(kOptions);
    SERINUS_ASSERT(again.restore(book.encode(*anchors)).has_value());
    SERINUS_ASSERT(again.size() == book.size());
    // In another order if the file had named a peer more than once, as no book of ours does.
    const auto sorted = [](std::vector<wire::Multiaddr> addresses) {
        std::ranges::sort(addresses);
        return addresses;
    };
    for (const auto& peer : book.peers()) {
        SERINUS_ASSERT(sorted(again.addresses(peer)) == sorted(book.addresses(peer)));
    }
    return 0;
}
