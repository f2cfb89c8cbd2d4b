/// What `serinus tx` prints.
#pragma once

#include "tools/compose/text_reader.hpp"
#include "tools/remote/submission.hpp"

namespace serinus::cli {

/// The call as JSON, decoded again from its encoding: what is signed is what is shown.
std::string shown_call(const metadata::Metadata& metadata, const compose::Units& units, BytesView call);

/// Results go to stdout, what happens meanwhile to stderr. Errors are sentences.
struct TxReport {
    compose::Units units;
    bool is_json = false;

    void progress(const std::string& text) const;
    Result<void, std::string> print_call(const metadata::Metadata& metadata, BytesView call) const;
    /// `outcome`: nullopt if the transaction was only sent.
    Result<void, std::string> print_outcome(const Hash256& hash, const std::optional<remote::Outcome>& outcome) const;
    Result<void, std::string> print_dry_run(const remote::Outcome& outcome) const;
};

}  // namespace serinus::cli
