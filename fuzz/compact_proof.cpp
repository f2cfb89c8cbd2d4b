// A compact proof that can be decoded: encoding it again and decoding that changes neither its root nor its nodes, and
// the encoding is the same from then on. Bytes that are one are also taken for a plain proof and encoded.
#include "trie/compact_proof.hpp"
#include "base/assert.hpp"
#include "hashing/hashing.hpp"

using namespace serinus;
using namespace serinus::trie;

namespace {

void check_encoding(const StorageProof& proof, const Hash256& root) {
    const auto compact = encode_compact(proof, root);
    if (!compact) return;
    const auto decoded = decode_compact(*compact, std::nullopt);
    // Bytes behind a node are lost where it is built anew: then it has another hash, and what it belongs to likewise.
    if (!decoded || decoded->root != root) return;
    for (const Bytes& item : decoded->proof.items()) {
        SERINUS_ASSERT(std::binary_search(proof.items().begin(), proof.items().end(), item) || item == Bytes{0});
    }
    const auto again = encode_compact(decoded->proof, root);
    SERINUS_ASSERT(again.has_value() && *again == *compact);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const auto items = decode_proof_items({data, size});
    if (!items) return 0;
    SERINUS_ASSERT(equal(encode_proof_items(*items), BytesView(data, size)));

    if (const auto decoded = decode_compact(*items, std::nullopt)) {
        size_t decoded_size = 0;
        for (const Bytes& item : decoded->proof.items()) decoded_size += item.size();
        SERINUS_ASSERT(decoded_size <= 33 * size);  // a hash for a zero byte
        if (const auto compact = encode_compact(decoded->proof, decoded->root)) {
            const auto again = decode_compact(*compact, decoded->root);
            SERINUS_ASSERT(again.has_value());
            for (const Bytes& item : again->proof.items()) {
                SERINUS_ASSERT(std::binary_search(decoded->proof.items().begin(), decoded->proof.items().end(), item) ||
                               item == Bytes{0});
            }
        }
        check_encoding(decoded->proof, decoded->root);
    }
    if (items->size() <= 64) {
        const StorageProof proof(*items);
        for (const Bytes& item : proof.items()) check_encoding(proof, hashing::blake2b_256(item));
    }
    return 0;
}
