/// A relay chain for tests: a line of blocks in one session, whose runtime answers as it is told to.
#pragma once

#include "crypto/node_keys.hpp"
#include "platform/virtual_scheduler.hpp"
#include "runtime_api/babe.hpp"
#include "services/parachain/leaves/relay_state.hpp"

namespace serinus::services::paras::test {

namespace api = runtime_api::parachain_host;

/// Four validators from //1 on: keys of validators, of assignments and of authority discovery are the same. One core,
/// one para (1000), groups of two.
class RelayChain final : public runtime_api::BlockExecutor, public Headers {
  public:
    static constexpr uint32_t kValidators = 4;
    static constexpr ParaId kPara{1000};

    explicit RelayChain(uint32_t version = 13) : version_(version) {
        for (uint32_t i = 0; i < kValidators; ++i) {
            pairs.push_back(crypto::key_from_uri(crypto::Scheme::kSr25519, uri(i), std::nullopt)->pair);
            const ByteArray<32> key = public_key(i);
            info.validators._0.push_back({{key}});
            info.discovery_keys.push_back({{key}});
            info.assignment_keys.push_back({{key}});
            info.active_validator_indices.push_back({i});
        }
        info.validator_groups._0 = {{{0}, {1}}, {{2}, {3}}};
        info.n_cores = 2;
        info.needed_approvals = 2;
        info.no_show_slots = 2;
        info.n_delay_tranches = 40;
        info.relay_vrf_modulo_samples = 1;
        add_block();
    }

    static std::string uri(uint32_t validator) { return "//" + std::to_string(validator + 1); }
    ByteArray<32> public_key(uint32_t validator) const {
        ByteArray<32> out;
        const Bytes key = pairs[validator].public_key();
        std::copy(key.begin(), key.end(), out.begin());
        return out;
    }

    /// On the last one. Its hash.
    Hash256 add_block(primitives::Digest digest = {}) {
        const auto number = static_cast<uint32_t>(hashes.size());
        primitives::Header header{.parent_hash = hashes.empty() ? Hash256() : hashes.back(),
                                  .number = scale::Compact<uint32_t>(number),
                                  .state_root = Hash256(ByteArray<32>{static_cast<uint8_t>(number), 7}),
                                  .extrinsics_root = {},
                                  .digest = std::move(digest)};
        hashes.push_back(primitives::header_hash(header));
        headers_.emplace(hashes.back(), std::make_shared<const primitives::Header>(std::move(header)));
        return hashes.back();
    }

    std::shared_ptr<const primitives::Header> find_header(const Hash256& hash) override {
        const auto found = headers_.find(hash);
        return found == headers_.end() ? nullptr : found->second;
    }

    runtime_api::OrCallError<std::optional<uint32_t>> find_api(const Hash256&, std::string_view) override {
        return has_api ? std::optional(version_) : std::nullopt;
    }
    runtime_api::OrCallError<Bytes> execute(const Hash256& block, std::string_view name, BytesView given,
                                            const executor::CallContext&) override {
        ++executed[std::string(name)];
        arguments.insert_or_assign(std::string(name), to_bytes(given));
        if (const auto at = answers_at.find(block); at != answers_at.end()) {
            if (const auto fixed = at->second.find(std::string(name)); fixed != at->second.end()) return fixed->second;
        }
        if (const auto fixed = answers.find(std::string(name)); fixed != answers.end()) return fixed->second;
        const std::string_view method = name.substr(name.find('_') + 1);
        if (method == "session_index_for_child") return scale::encode(session_of(block));
        if (method == "session_info") return scale::encode(std::optional(info));
        if (method == "session_executor_params") return scale::encode(std::optional(pvf::ExecutorParams{}));
        if (method == "validator_groups") {
            return scale::encode(api::ValidatorGroups(info.validator_groups._0, {0, 10, 1}));
        }
        if (method == "availability_cores") return scale::encode(cores);
        if (method == "claim_queue") return scale::encode(api::ClaimQueue{{{0}, {kPara, kPara}}});
        if (method == "disabled_validators") return scale::encode(std::vector<ValidatorIndex>{{3}});
        if (method == "node_features") return scale::encode(features);
        if (method == "minimum_backing_votes") return scale::encode(uint32_t{2});
        if (method == "approval_voting_params") return scale::encode(api::ApprovalVotingParams{5});
        if (method == "validation_code_bomb_limit") return scale::encode(uint32_t{30'000'000});
        if (method == "scheduling_lookahead") return scale::encode(uint32_t{3});
        if (method == "candidate_events") return scale::encode(events);
        if (method == "backing_constraints") {
            api::Constraints constraints;
            constraints.max_pov_size = 77;
            constraints.required_parent._0 = {1, 2};
            return scale::encode(std::optional(constraints));
        }
        if (method == "candidates_pending_availability") {
            return scale::encode(std::vector<parachain::CommittedCandidateReceipt>());
        }
        if (method == "current_epoch") {
            runtime_api::babe::DescribedEpoch epoch;
            epoch.index = 1;
            epoch.randomness = {9, 9};
            return scale::encode(epoch);
        }
        return Err(executor::CallError{.kind = executor::CallError::Kind::kNoSuchMethod, .reason = std::string(name)});
    }

    SessionIndex session_of(const Hash256& block) const {
        const auto place = std::ranges::find(hashes, block) - hashes.begin();
        return place >= first_of_next_session ? 6 : 5;
    }

    std::vector<Hash256> hashes;  ///< by number
    std::vector<crypto::KeyPair> pairs;
    polkadot_primitives::v5::SessionInfo info;
    std::vector<polkadot_primitives::v5::CoreState> cores{{polkadot_primitives::v5::CoreState::Free{}}};
    std::vector<api::CandidateEvent> events;
    Bits features;
    bool has_api = true;
    ptrdiff_t first_of_next_session = 1'000'000;
    std::map<std::string, Bytes> answers;                        ///< in the place of the usual ones
    std::map<Hash256, std::map<std::string, Bytes>> answers_at;  ///< after a block, before those
    std::map<std::string, int> executed;
    std::map<std::string, Bytes> arguments;  ///< of the last call

  private:
    uint32_t version_;
    std::map<Hash256, std::shared_ptr<const primitives::Header>> headers_;
};

/// What reads it, as validator 2 of 4 (index 1) unless its keys are taken away.
struct Reader {
    explicit Reader(uint32_t version = 13) : chain(version) {
        for (const crypto::KeyType type :
             {crypto::key_types::kParachainValidator, crypto::key_types::kAuthorityDiscovery,
              crypto::key_types::kParachainAssignment}) {
            (void)keys.generate(type, crypto::Scheme::kSr25519, RelayChain::uri(1));
        }
    }

    platform::VirtualTime time{1};
    std::unique_ptr<platform::Scheduler> scheduler = time.make_scheduler({});
    crypto::NodeKeys keys{*scheduler};
    RelayChain chain;
    runtime_api::BlockCalls calls{chain};
    RelayStates states{calls, chain, keys};
};

}  // namespace serinus::services::paras::test
