// Metadata from anywhere is decoded or refused, and whatever it says of types, showing a value by it ends; so do its
// hash and proofs, which lead to the hash's tree.
#include "metadata/merkle/merkleized.hpp"

#include "base/assert.hpp"
#include "hashing/blake3.hpp"
#include "metadata/merkle/leaf_collector.hpp"
#include "metadata/shower.hpp"

namespace {

using namespace serinus;

void merkleize(const metadata::Metadata& metadata, BytesView value) {
    metadata::merkle::ExtraInfo info;
    info.token_symbol = "UNIT";
    const auto made = metadata::merkle::MerkleizedMetadata::of(metadata, std::move(info));
    if (!made) return;
    (void)made->hash();
    (void)made->prove({value, {}, {}});
    metadata::merkle::LeafCollector collector(metadata, made->leaves());
    for (uint32_t type = 0; type < metadata.model().types.size(); ++type) {
        scale::Decoder in(value);
        (void)collector.pass(type, in);
    }
    const auto& leaves = made->leaves().leaves();
    const metadata::merkle::HashTree tree(leaves);
    const auto proof = tree.prove({collector.needed().begin(), collector.needed().end()});
    std::vector<Hash256> hashes;
    for (const uint32_t leaf : proof.leaves) hashes.push_back(hashing::blake3_256(leaves[leaf]));
    SERINUS_ASSERT(leaves.empty() || metadata::merkle::HashTree::root_of(proof, hashes, leaves.size()) == tree.root());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    // A byte that says where the metadata ends and a value begins, in 256ths of the rest.
    if (size == 0) return 0;
    const BytesView rest(data + 1, size - 1);
    const size_t border = rest.size() * data[0] / 256;
    const auto metadata = metadata::Metadata::decode(to_bytes(rest.first(border)));
    if (!metadata) return 0;
    const BytesView value = rest.subspan(border);
    metadata::Shower shower(**metadata);
    for (uint32_t type = 0; type < (*metadata)->model().types.size(); ++type) (void)shower.show(type, value);
    (void)shower.show_key(value);
    (void)shower.show_value_of(value, value);
    merkleize(**metadata, value);
    return 0;
}
