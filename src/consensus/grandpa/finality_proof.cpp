#include "consensus/grandpa/finality_proof.hpp"

namespace serinus::consensus::grandpa {
namespace {

/// The reference's bound.
constexpr size_t kMaxUnknownHeaders = 100'000;

using Failure = std::string;

template <class T>
Result<T, Failure> plain(OrFailure<T> result) {
    if (!result) return Err(std::move(result.error().reason));
    return std::move(result).value();
}

Result<std::optional<Bytes>, Failure> justification_of(chain::Client& client, BlockNumber number) {
    TRY_ASSIGN(const auto hash, plain(client.find_hash(number)));
    if (!hash) return std::optional<Bytes>();
    TRY_ASSIGN(const auto all, plain(client.find_justifications(*hash)));
    if (!all) return std::optional<Bytes>();
    for (const auto& one : *all) {
        if (one.engine == primitives::kGrandpaEngine) return std::optional(one.data);
    }
    return std::optional<Bytes>();
}

}  // namespace

Result<std::optional<Bytes>, std::string> prove_finality(chain::Client& client, const AuthoritySet& set,
                                                         BlockNumber block) {
    if (client.finalized().number < block) return Err(Failure("Block not yet finalized"));
    const auto of_block = set.set_of(block);
    if (!of_block) return Err(Failure("Block not covered by authority set changes"));

    TRY_ASSIGN(auto bytes,
               of_block->last ? justification_of(client, *of_block->last) : plain(find_best_justification(client)));
    if (!bytes) return std::optional<Bytes>();
    const auto justification = scale::decode<Justification>(*bytes);
    if (!justification) return Err(Failure("a justification in the database is damaged"));
    const BlockId target = justification->commit.target;

    FinalityProof proof{target.hash, *std::move(bytes), {}};
    for (BlockNumber number = block; number < target.number && proof.unknown_headers.size() < kMaxUnknownHeaders;) {
        TRY_ASSIGN(const auto hash, plain(client.find_hash(++number)));
        if (!hash) return Err(Failure("block " + std::to_string(number) + " is not kept"));
        TRY_ASSIGN(const auto header, plain(client.find_header(*hash)));
        if (!header) return Err(Failure("block " + std::to_string(number) + " is not kept"));
        proof.unknown_headers.push_back(*header);
    }
    return std::optional(scale::encode(proof));
}

}  // namespace serinus::consensus::grandpa
