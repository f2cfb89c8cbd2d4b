// Sets of peers: what peers and lists of reserved peers do is read from the input; the oracle is in the game.
#include "network/peers/peer_set_game.hpp"

using namespace serinus;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const uint8_t* const end = data + std::min<size_t>(size, 4096);
    const auto choose = [&data, end](uint64_t bound) -> uint64_t { return data == end ? 0 : *data++ % bound; };
    network::PeerSetGame game(choose, 7);
    for (int i = 0; i < 2'000 && data != end; ++i) game.step();
    game.finish();
    return 0;
}
