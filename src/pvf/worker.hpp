/// The program in the cage: what `serinus pvf-worker` does.
#pragma once

#include <string>

#include "platform/job_server.hpp"

namespace serinus::pvf {

/// Becomes a worker on the channel that this program was started with. `insecure`: goes on where a part of the cage is
/// missing. Returns the exit status.
int run_worker(bool insecure);

/// The same with another cage, for tests.
int run_worker_in(const platform::CagePlan& plan);

/// What a job does; for tests that build a worker of their own.
int run_job(BytesView message, std::span<platform::Descriptor> files);
/// Makes what jobs find ready: the engine, its handlers, what is made at first use.
void warm_up_worker();

/// A table of the parts of the cage, with remedies for what does not work on this machine.
std::string self_test_text(const std::vector<platform::CageCheck>& checks);

}  // namespace serinus::pvf
