#include "chain/import/inherent_signatures.hpp"

#include "codec/scale.hpp"
#include "metadata/model.hpp"

namespace serinus::chain {
namespace {

namespace v5 = polkadot_primitives::v5;

constexpr uint8_t kUnsigned = 4;  // the version of the extrinsic's format, without the bit of a signature
constexpr uint8_t kEnter = 0;     // the only call of ParaInherent

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

void add_backers(Expected& out, const v5::BackedCandidate& candidate, const ParachainFacts& facts) {
    const auto group_of = facts.group_of.find(candidate.descriptor().para_id);
    if (group_of == facts.group_of.end() || group_of->second >= facts.groups.size()) return;
    const auto& group = facts.groups[group_of->second];
    const auto hash = candidate.hash();
    // The votes of one kind are over the same bytes.
    std::optional<Bytes> messages[2];
    size_t vote = 0;
    for (size_t member = 0; member < candidate.validator_indices.size(); ++member) {
        if (!candidate.validator_indices[member]) continue;
        if (vote >= candidate.validity_votes.size() || member >= group.size()) return;
        const auto& attestation = candidate.validity_votes[vote++];
        auto& message = messages[attestation.is_implicit() ? 0 : 1];
        if (!message) message = attestation.signing_payload(hash, facts.context);
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

std::optional<v5::InherentData> para_inherent_in(BytesView extrinsic, uint8_t pallet) {
    const uint8_t start[] = {kUnsigned, pallet, kEnter};
    if (extrinsic.size() < sizeof start || !equal(extrinsic.first(sizeof start), BytesView(start))) return std::nullopt;
    auto data = scale::decode<v5::InherentData>(extrinsic.subspan(sizeof start));
    return data ? std::optional(*std::move(data)) : std::nullopt;
}

size_t signature_count(const v5::InherentData& inherent) noexcept {
    size_t count = inherent.bitfields.size();
    for (const auto& candidate : inherent.backed_candidates) count += candidate.validity_votes.size();
    for (const auto& set : inherent.disputes) count += set.statements.size();
    return count;
}

std::vector<crypto::ExpectedSignature> expected_signatures(const v5::InherentData& inherent,
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
            out.add(at(*validators, index), signature, statement.signing_payload(set.candidate_hash, set.session));
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
