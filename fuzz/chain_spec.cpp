// Chain specifications: any text is read or refused, and what was read survives being written.
#include <cstdlib>

#include "base/assert.hpp"
#include "chain/spec/chain_spec.hpp"
#include "chain/spec/genesis.hpp"
#include "chain/spec/light_sync.hpp"

namespace {

using namespace serinus;

std::string write(const chain::ChainSpec& spec) {
    std::string out;
    SERINUS_ASSERT(chain::write_chain_spec(spec, [&](std::string_view text) {
        out += text;
        return true;
    }));
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto spec = chain::read_chain_spec(text);

    // In two pieces it is the same text; the cut comes from the text itself.
    chain::ChainSpecReader reader;
    const size_t cut = size == 0 ? 0 : (size * data[size / 2]) / 256;
    reader.feed(text.substr(0, cut));
    reader.feed(text.substr(cut));
    const auto in_pieces = reader.finish();
    SERINUS_ASSERT(spec.has_value() == in_pieces.has_value());
    if (!spec) {
        SERINUS_ASSERT(!spec.error().path.empty() && !spec.error().reason.empty());
        SERINUS_ASSERT(spec.error().path == in_pieces.error().path && spec.error().fault == in_pieces.error().fault);
        return 0;
    }
    SERINUS_ASSERT(*spec == *in_pieces);

    const std::string written = write(*spec);
    const auto again = chain::read_chain_spec(written);
    SERINUS_ASSERT(again.has_value());
    SERINUS_ASSERT(*again == *spec);
    SERINUS_ASSERT(write(*again) == written);

    const auto genesis = chain::genesis_block(*spec);
    const auto genesis_again = chain::genesis_block(*again);
    SERINUS_ASSERT(genesis.has_value() == genesis_again.has_value());
    if (genesis) SERINUS_ASSERT(genesis->hash == genesis_again->hash);
    (void)chain::find_light_block(*spec);
    return 0;
}
