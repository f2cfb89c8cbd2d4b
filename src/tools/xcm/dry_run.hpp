/// What a program, or a call, would do: at one chain, and at the chains that it sends messages to. Asks the runtimes by
/// DryRunApi and XcmPaymentApi; changes nothing. Source: xcm-runtime-apis 0.9
#pragma once

#include "metadata/metadata.hpp"
#include "tools/query/state_reader.hpp"
#include "tools/xcm/program_text.hpp"

namespace serinus::xcm_text {

/// A chain that can be asked. What is pointed to must outlive the dry run.
struct AskedChain {
    std::string name;
    query::StateReader* state = nullptr;
    const metadata::Metadata* metadata = nullptr;
    Spelling spelling = {};
    std::optional<uint32_t> para_id = {};  ///< nullopt: the relay chain
};

/// The number of a parachain, from its state; nullopt: the chain is none.
Result<std::optional<uint32_t>, std::string> find_para_id(query::StateReader& state,
                                                          const metadata::Metadata& metadata);

/// A program that comes to the first of `chains` from `origin`, `{"V5": location}`. Messages that it sends to others of
/// `chains` run there, up to kMaxHops one after the other. A report; the error is a sentence.
Result<std::string, std::string> dry_run_program(const std::vector<AskedChain>& chains,
                                                 const boost::json::value& origin, const boost::json::value& program);
/// The same of a call that is encoded, of the first of `chains`, which that account signs.
Result<std::string, std::string> dry_run_call(const std::vector<AskedChain>& chains, BytesView account, BytesView call);

inline constexpr uint32_t kMaxHops = 8;
/// Ours: messages of one dry run, at all chains.
inline constexpr size_t kMaxMessages = 100;

}  // namespace serinus::xcm_text
