#include "chain/import/inherent_signatures.hpp"

#include "codec/scale.hpp"
#include "metadata/model.hpp"

namespace serinus::chain {
namespace {

namespace v5 = polkadot_primitives::v5;
namespace v9 = polkadot_primitives::v9;

constexpr uint8_t kBare4 = 4, kBare5 = 5;  // the format of an extrinsic that has neither a signature nor extensions
constexpr uint8_t kEnter = 0;              // the only call of ParaInherent

class Expected {
  public:
    bool is_full() const { return out_.size() >= kMostInherentSignatures; }

    void add(const v5::ValidatorId* signer, const v5::ValidatorSignature& signature, Bytes message) {
        if (signer == nullptr || is_full()) return;
        out_.push_back({.rule = crypto::VerdictRule::kSr25519,
                        .signature = signature._0._0,
                        .public_key = signer->_0._0,
                        .message = std::move(message)});
    }
    std::vector<crypto::ExpectedSignature> take() { return std::move(out_); }

  private:
    std::vector<crypto::ExpectedSignature> out_;
};

const v5::ValidatorId* at(const std::vector<v5::ValidatorId>& validators, v5::ValidatorIndex index) {
    return index._0 < validators.size() ? &validators[index._0] : nullptr;
}

/// How many bits behind those of the group are a core's number.
constexpr size_t kCoreBits = 8;

/// The group that backs a candidate scheduled by that block; nullptr: none. Each has one core until the next rotation.
const std::vector<v5::ValidatorIndex>* group_of(uint32_t core, primitives::BlockNumber scheduling_parent,
                                                const ParachainFacts& facts) {
    const auto& [session_start, frequency, now] = facts.rotation;
    const uint64_t at = uint64_t{scheduling_parent} + 1;
    if (frequency == 0 || at < session_start || core >= facts.groups.size()) return nullptr;
    return &facts.groups[(core + (at - session_start) / frequency) % facts.groups.size()];
}

void add_backers(Expected& out, const v5::BackedCandidate& candidate, const ParachainFacts& facts) {
    const auto& bits = candidate.validator_indices;
    if (bits.size() <= kCoreBits || !facts.number_of) return;
    const size_t members = bits.size() - kCoreBits;
    uint32_t core = 0;
    for (size_t i = 0; i < kCoreBits; ++i) core |= uint32_t{bits[members + i]} << i;
    const Hash256 scheduling_parent = v9::scheduling_parent_of(candidate.descriptor());
    const auto number = facts.number_of(scheduling_parent);
    const auto* const found = number ? group_of(core, *number, facts) : nullptr;
    if (found == nullptr) return;
    const auto& group = *found;
    const v5::SigningContext context{.session_index = facts.context.session_index, .parent_hash = scheduling_parent};
    const auto hash = candidate.hash();
    // The votes of one kind are over the same bytes.
    std::optional<Bytes> messages[2];
    size_t vote = 0;
    for (size_t member = 0; member < members; ++member) {
        if (!bits[member]) continue;
        if (vote >= candidate.validity_votes.size() || member >= group.size()) return;
        const auto& attestation = candidate.validity_votes[vote++];
        auto& message = messages[attestation.is_implicit() ? 0 : 1];
        if (!message) message = attestation.signing_payload(hash, context);
        out.add(at(facts.validators, group[member]), attestation.signature(), *message);
    }
}

}  // namespace

std::optional<uint8_t> para_inherent_pallet_of(BytesView metadata) {
    const auto decoded = metadata::decode_model(metadata);
    if (!decoded) return std::nullopt;
    for (const metadata::Pallet& pallet : decoded->pallets) {
        if (pallet.name == "ParaInherent") return pallet.index;
    }
    return std::nullopt;
}

std::optional<v9::InherentData> para_inherent_in(BytesView extrinsic, uint8_t pallet) {
    constexpr size_t kBeforeData = 3;
    if (extrinsic.size() < kBeforeData || (extrinsic[0] != kBare4 && extrinsic[0] != kBare5)) return std::nullopt;
    if (extrinsic[1] != pallet || extrinsic[2] != kEnter) return std::nullopt;
    auto data = scale::decode<v9::InherentData>(extrinsic.subspan(kBeforeData));
    return data ? std::optional(*std::move(data)) : std::nullopt;
}

size_t signature_count(const v9::InherentData& inherent) noexcept {
    size_t count = inherent.bitfields.size();
    for (const auto& candidate : inherent.backed_candidates) count += candidate.validity_votes.size();
    for (const auto& set : inherent.disputes) count += set.statements.size();
    return count;
}

std::vector<crypto::ExpectedSignature> expected_signatures(const v9::InherentData& inherent,
                                                           const ParachainFacts& facts) {
    Expected out;
    for (const auto& set : inherent.disputes) {
        if (out.is_full()) break;
        const auto* validators = &facts.validators;
        if (set.session != facts.context.session_index) {
            validators = facts.validators_of ? facts.validators_of(set.session) : nullptr;
        }
        if (validators == nullptr) continue;
        for (const auto& [statement, index, signature] : set.statements) {
            if (out.is_full()) break;
            if (auto payload = signing_payload(statement, set.candidate_hash, set.session)) {
                out.add(at(*validators, index), signature, *std::move(payload));
            }
        }
    }
    for (const auto& bitfield : inherent.bitfields) {
        if (out.is_full()) break;
        out.add(at(facts.validators, bitfield.validator_index), bitfield.signature,
                bitfield.signing_payload(facts.context));
    }
    for (const auto& candidate : inherent.backed_candidates) {
        if (out.is_full()) break;
        add_backers(out, candidate, facts);
    }
    return out.take();
}

}  // namespace serinus::chain
