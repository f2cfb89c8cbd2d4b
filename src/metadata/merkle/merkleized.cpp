#include "metadata/merkle/merkleized.hpp"

#include "hashing/blake3.hpp"
#include "metadata/merkle/leaf_collector.hpp"
#include "metadata/primitive_kind.hpp"

namespace serinus::metadata::merkle {
namespace {

/// The only version of the digest.
constexpr uint8_t kDigestV1 = 1;

struct Digest {
    uint8_t version = kDigestV1;
    Hash256 types_root, extrinsic_hash;
    ExtraInfo info;
};

/// The front of RuntimeVersion. Spec: defn-rt-core-version
struct VersionFront {
    std::string spec_name, impl_name;
    uint32_t authoring_version = 0, spec_version = 0;
};

}  // namespace

Result<ExtraInfo, std::string> extra_info_of(const Metadata& metadata, Token token) {
    ExtraInfo out;
    const Constant* const version = metadata.find_constant("System", "Version");
    ENSURE(version != nullptr, std::string("the metadata has no constant System.Version"));
    BytesView bytes = version->value;
    auto front = scale::take<VersionFront>(bytes);
    ENSURE(front, std::string("the constant System.Version cannot be decoded"));
    out.spec_version = front->spec_version;
    out.spec_name = std::move(front->spec_name);

    const Constant* const prefix = metadata.find_constant("System", "SS58Prefix");
    ENSURE(prefix != nullptr, std::string("the metadata has no constant System.SS58Prefix"));
    if (prefix->value.size() == 1) {
        out.base58_prefix = prefix->value[0];
    } else {
        const auto value = scale::decode<uint16_t>(prefix->value);
        ENSURE(value, std::string("the constant System.SS58Prefix cannot be decoded"));
        out.base58_prefix = *value;
    }
    out.decimals = token.decimals;
    out.token_symbol = std::move(token.symbol);
    return out;
}

Result<MerkleizedMetadata, std::string> MerkleizedMetadata::of(const Metadata& metadata, ExtraInfo info) {
    constexpr uint8_t kOldest = 15;
    ENSURE(metadata.model().version >= kOldest,
           "the hash is that of metadata of version 15 or later, not " + std::to_string(metadata.model().version));
    TRY_ASSIGN(auto leaves, TypeLeaves::of(metadata));
    return MerkleizedMetadata(metadata, std::move(info), std::move(leaves));
}

Hash256 MerkleizedMetadata::hash() const {
    return hashing::blake3_256(scale::encode(
        Digest{.types_root = tree_.root(), .extrinsic_hash = hashing::blake3_256(leaves_.extrinsic()), .info = info_}));
}

Result<Bytes, std::string> MerkleizedMetadata::prove(const SignedParts& parts) const {
    LeafCollector collector(*metadata_, leaves_);
    const auto passes = [&](scale::Decoder& in, uint32_t type) { return collector.pass(type, in); };
    scale::Decoder call(parts.call), in_extrinsic(parts.in_extrinsic), in_payload(parts.in_payload);
    const auto call_type = metadata_->call_type();
    ENSURE(call_type && passes(call, *call_type) && call.remaining() == 0,
           std::string("the bytes are no call of this chain"));
    for (const Extension& one : extensions_of(metadata_->model())) {
        ENSURE(passes(in_extrinsic, one.in_extrinsic) && passes(in_payload, one.in_payload),
               "the bytes are not those of the extensions of this chain: " + std::string(one.identifier));
    }
    ENSURE(in_extrinsic.remaining() == 0 && in_payload.remaining() == 0,
           std::string("there are more bytes than the extensions of this chain take"));

    const HashTree::Proof proof = tree_.prove({collector.needed().begin(), collector.needed().end()});
    Bytes out = scale::encode(scale::Compact<uint64_t>(proof.leaves.size()));
    for (const uint32_t leaf : proof.leaves) append(out, leaves_.leaves()[leaf]);
    scale::append_encoded(out, proof.leaf_indices);
    scale::append_encoded(out, proof.nodes);
    append(out, leaves_.extrinsic());
    scale::append_encoded(out, info_);
    return out;
}

}  // namespace serinus::metadata::merkle
