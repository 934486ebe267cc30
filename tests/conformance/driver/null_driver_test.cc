#include "tests/conformance/driver/driver_suite.h"

namespace partita {
namespace {

DriverOnTrial nullDriver() {
  DriverOnTrial trial;
  trial.kind = DeviceKind::kNull;
  trial.unsupported = {
      {"there is nothing behind its addresses, so nothing to read or write",
       {"WritesBehindABlockAreReported", "SizesAndOffsets", "LargeSizes", "FillsOfAllValues", "OneStreamKeepsOrder",
        "SourceIsReadWhenItsTurnComes", "WorkIsNotBegunBeforeItsWait", "BetweenDevices", "BurstOfAThousand",
        "AFailedProducerLeavesTheDestination", "ADroppedStreamStillCopies", "ThreadsCopyAtOnce",
        "LargeConstantsAreThere", "WhatGoesInComesOut", "ThreadsAndProfilesChangeNothing"}},
      {"it runs no kernels",
       {"ArgumentsAreTakenAtTheCall", "EveryTaskOnce", "KernelsLaunchedTogetherAllRun", "ScratchIsEachWorkersOwn",
        "StreamDroppedAfterTheLaunch", "CallsOfTheHostKeepTheirPlace", "AFailedCallLeavesOutWhatFollows",
        "AThousandKernelsBehindAWait", "ReturnsBeforeASlowKernelEnds", "OlderWorkGoesFirst",
        "YoungerOvertakesOnlyWhileTheOlderWaits", "CancelledWhileItRuns"}},
      {"it calls no functions of the host for programs",
       {"AHostFunctionGivesWorkToAFullQueue", "AsynchronousErrorsNameTheirThunk"}},
      {"its collectives meet nobody",
       {"EightThreadsFourProgramsFourDevices", "TwoProgramsInOppositeOrder", "AMissingMemberIsNamedAndOthersLive",
        "AFailedInputEndsTheRunForAll", "ACancelledRunEndsForAll", "ACollectiveInALoopOverlaps",
        "ACollectiveInABranchOverlaps", "AbortEndsWhatWaits", "WaitingForOthersIsCommunication"}},
      {"it pretends to be any device, so no code is foreign to it", {"WrongKernelsAreRefused"}},
  };
  trial.expectedToFail = {
      {"callbacks of its inputs keep a cancelled execution until they have ended", {"CancellingDoesNotWaitForInputs"}},
  };
  return trial;
}

[[maybe_unused]] const bool kRegistered = registerDriver("Null", nullDriver);

}  // namespace
}  // namespace partita
