#include "coretime/examine.hpp"

#include "coretime/state_values.hpp"
#include "runtime_api/on_state.hpp"
#include "state/overlay.hpp"

namespace serinus::coretime {
namespace {

namespace host = runtime_api::parachain_host;
using Kind = ExamineError::Kind;

ExamineError error_of(const executor::CallError& error) {
    return {error.kind == executor::CallError::Kind::kInterrupted ? Kind::kInterrupted : Kind::kRuntime, error.reason};
}

/// A state of its own for each call: what one changes is not seen by the next.
template <class Value>
Result<Value, ExamineError> ask(const ExaminedState& at, const executor::CallContext& context,
                                const runtime_api::Call<Value()>& api) {
    state::Overlay overlay(at.state);
    auto answer = runtime_api::call({at.executor, at.runtime, overlay, context}, api);
    if (!answer) return Err(error_of(answer.error()));
    return *std::move(answer);
}

}  // namespace

Result<CoresReport, ExamineError> examine_cores(const ExaminedState& at, const executor::CallContext& context) {
    StateValues values(at.metadata, at.state, at.address_prefix);
    if (const auto has = check_coretime(values); !has) return Err(ExamineError{Kind::kChain, has.error()});
    HostAnswers answers;
    answers.cores = TRY(ask(at, context, host::kAvailabilityCores));
    answers.groups = TRY(ask(at, context, host::kValidatorGroups));
    answers.claims = TRY(ask(at, context, host::kClaimQueue));
    auto report = read_cores(values, answers, at.number);
    if (!report) return Err(ExamineError{Kind::kRuntime, report.error()});
    report->hash = at.hash;
    return *std::move(report);
}

}  // namespace serinus::coretime
