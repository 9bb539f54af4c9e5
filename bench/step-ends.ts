import {
  type ActivityInput,
  type Next,
  proxySinks,
  type Sinks,
  type WorkflowInterceptors,
  type WorkflowOutboundCallsInterceptor,
} from '@temporalio/workflow';

/** Tells the bench, outside of the workflow, that the workflow has taken in the result of a gate. */
export interface StepEnds extends Sinks {
  readonly bench: { stepEnded(stage: string): void };
}

/**
 * Loaded into measured workflows of both kinds. People send a message when the gate before it has
 * ended; the bench has to learn of that without asking the server again and again.
 */
class TellStepEnds implements WorkflowOutboundCallsInterceptor {
  async scheduleActivity(
    input: ActivityInput,
    next: Next<WorkflowOutboundCallsInterceptor, 'scheduleActivity'>,
  ): Promise<unknown> {
    const result = await next(input);
    const [request] = input.args;
    if (typeof request === 'object' && request !== null && 'stage' in request) {
      proxySinks<StepEnds>().bench.stepEnded(String(request.stage));
    }
    return result;
  }
}

export const interceptors = (): WorkflowInterceptors => ({ outbound: [new TellStepEnds()] });
